import type { Jar } from "./fetch-jars.ts";

/** Delta Lake as it is built for the Spark that is fetched here, 13 MB. */
export const deltaJars: readonly Jar[] = [
  {
    path: "io/delta/delta-spark_4.2_2.13/4.4.0/delta-spark_4.2_2.13-4.4.0.jar",
    sha256: "27d4fd8b1f879535c573ed1c718177d6a27f24d3e626ba02e216369725721ead",
  },
  {
    path: "io/delta/delta-storage/4.4.0/delta-storage-4.4.0.jar",
    sha256: "c46735481fa8e326b0957be02b4420cbcab4b325bb08009b7f2045a95133f1cc",
  },
  {
    path: "io/delta/delta-kernel-api/4.4.0/delta-kernel-api-4.4.0.jar",
    sha256: "ee9b5a14ac3b7efdff4d61a58478fe8eb0e5a3fbca43889dca7290795fe79a11",
  },
  {
    path: "io/delta/delta-kernel-defaults/4.4.0/delta-kernel-defaults-4.4.0.jar",
    sha256: "225c975199e4718b38ee5b7e6da7f19e9585024262b2cec2656b32151a856b0b",
  },
  {
    path: "io/delta/delta-kernel-unitycatalog/4.4.0/delta-kernel-unitycatalog-4.4.0.jar",
    sha256: "cea22dfb4ac562b3cd27bf652697750e8336009d73fb06631363aaaad5345ffa",
  },
];

/** S3 for Spark, 13 MB: the single modules of the AWS SDK that hadoop-aws 3.5.0 needs, in place of their bundle of 686 MB. */
export const s3Jars: readonly Jar[] = [
  {
    path: "org/apache/hadoop/hadoop-aws/3.5.0/hadoop-aws-3.5.0.jar",
    sha256: "66bd9eefb938b1a1657487324b63c13df2d8b17164a1dd24e0ef37b905bc5baa",
  },
  {
    // Loaded by S3A whatever kind of stream it reads with.
    path: "software/amazon/s3/analyticsaccelerator/analyticsaccelerator-s3/1.3.1/analyticsaccelerator-s3-1.3.1.jar",
    sha256: "4959a9747cbb479c73c3ffbcd479bee5b014f8b2880994585a8693fb9d24675e",
  },
  {
    path: "org/reactivestreams/reactive-streams/1.0.4/reactive-streams-1.0.4.jar",
    sha256: "f75ca597789b3dac58f61857b9ac2e1034a68fa672db35055a8fb4509e325f28",
  },
  {
    path: "software/amazon/awssdk/annotations/2.35.4/annotations-2.35.4.jar",
    sha256: "6f36bd87155d1dd85d6efbdd29e532e3759a022211feb71affebee1aa34f04b8",
  },
  {
    path: "software/amazon/awssdk/apache-client/2.35.4/apache-client-2.35.4.jar",
    sha256: "6eade21b482724ed0a4613eaa95d20e47e7a81304bd28538ac427fece94a7740",
  },
  {
    path: "software/amazon/awssdk/arns/2.35.4/arns-2.35.4.jar",
    sha256: "c63cc29f76a8527e9e10b621703163df541dc5cb315508dc2898518602c75380",
  },
  {
    path: "software/amazon/awssdk/auth/2.35.4/auth-2.35.4.jar",
    sha256: "6b601323004833fb4a857ffc95db4795e0e6320eb93e64b1246c655c9ff04994",
  },
  {
    path: "software/amazon/awssdk/aws-core/2.35.4/aws-core-2.35.4.jar",
    sha256: "fdb5fc8f1a48d97fa7d04d3460fb42f6973c7b1bbe1b9d317871ef0162bcb623",
  },
  {
    path: "software/amazon/awssdk/aws-json-protocol/2.35.4/aws-json-protocol-2.35.4.jar",
    sha256: "d15dccce10d41c997be458ed897e3837bc7d4243a4baa7debeb5d963d12c672b",
  },
  {
    path: "software/amazon/awssdk/aws-query-protocol/2.35.4/aws-query-protocol-2.35.4.jar",
    sha256: "9b4cf9b78977cc9f5b4ceae9c435dedbde6a055a0f8d9e053eaca945715e2a9f",
  },
  {
    path: "software/amazon/awssdk/aws-xml-protocol/2.35.4/aws-xml-protocol-2.35.4.jar",
    sha256: "4f59176da2522c357b1993e4a890fde529f12f365795ef86269bde4a3984cd0d",
  },
  {
    path: "software/amazon/awssdk/checksums-spi/2.35.4/checksums-spi-2.35.4.jar",
    sha256: "88b5af85ac2d3c862be8856be4e683ab31932e4a5a3c1c45af864d2671ac7cec",
  },
  {
    path: "software/amazon/awssdk/checksums/2.35.4/checksums-2.35.4.jar",
    sha256: "94464af4374d08ecf33ca06ed4d03e1615529e547726e26b56abacefbeee7948",
  },
  {
    path: "software/amazon/awssdk/crt-core/2.35.4/crt-core-2.35.4.jar",
    sha256: "2c6aaa17bf9ccbb9d962dded4351e73decb197e3c5519970e0dae17e05d3df62",
  },
  {
    path: "software/amazon/awssdk/endpoints-spi/2.35.4/endpoints-spi-2.35.4.jar",
    sha256: "ef02441bda916959b8341290b49c68cc35538e1ad6f8629b75d8334dc6653e00",
  },
  {
    path: "software/amazon/awssdk/http-auth-aws-eventstream/2.35.4/http-auth-aws-eventstream-2.35.4.jar",
    sha256: "709107552f302be3fa9e05969a3779f5c0f07fb809e6fa1fa571a6f0c61326dd",
  },
  {
    path: "software/amazon/awssdk/http-auth-aws/2.35.4/http-auth-aws-2.35.4.jar",
    sha256: "c4acb92fdec90bfd9b67bfab8e41b69cd152c03cacc10281a8ab464791856e01",
  },
  {
    path: "software/amazon/awssdk/http-auth-spi/2.35.4/http-auth-spi-2.35.4.jar",
    sha256: "4495463406bb98eb136f2c3f3604ed5f08ec9974ebc3f34f2121b20679f61d5c",
  },
  {
    path: "software/amazon/awssdk/http-auth/2.35.4/http-auth-2.35.4.jar",
    sha256: "3ec933a06e751a05e195eb3589209e23c44e1897263b6fcae34ef4cc63cd4491",
  },
  {
    path: "software/amazon/awssdk/http-client-spi/2.35.4/http-client-spi-2.35.4.jar",
    sha256: "728be89b2a07b595edb0adee3a2cbbbdd4cb1f4caddde0d08c3979fe2620dedb",
  },
  {
    path: "software/amazon/awssdk/identity-spi/2.35.4/identity-spi-2.35.4.jar",
    sha256: "188d73db7d4e2361654bc3c5a1b3eaeb445d0500fb012cc46c5d67975adf97bf",
  },
  {
    path: "software/amazon/awssdk/json-utils/2.35.4/json-utils-2.35.4.jar",
    sha256: "80d67a6bb3e7eb49c7d4b6e4ba4c1463ed7da0192b795158328602dc131c5ecc",
  },
  {
    path: "software/amazon/awssdk/metrics-spi/2.35.4/metrics-spi-2.35.4.jar",
    sha256: "c2a4ee90a21081317e2e6eba0c414d05d3d518aed2f86b1c1710a7367b450487",
  },
  {
    path: "software/amazon/awssdk/netty-nio-client/2.35.4/netty-nio-client-2.35.4.jar",
    sha256: "b82f8b33e5c85273a47da45ede884d7ccb31c9c2f69e6910a76c5c48fa1275dc",
  },
  {
    path: "software/amazon/awssdk/profiles/2.35.4/profiles-2.35.4.jar",
    sha256: "0f4ef7ca72ccd80dd49ebeaf7f3ce60a7d7a00da59a91aeeae6e91052bbacbd8",
  },
  {
    path: "software/amazon/awssdk/protocol-core/2.35.4/protocol-core-2.35.4.jar",
    sha256: "f2532eca6ba2142fe4821d5decb03c83a3e15dc8bfae2240e7f2efa75f9868b5",
  },
  {
    path: "software/amazon/awssdk/regions/2.35.4/regions-2.35.4.jar",
    sha256: "77eae87b34ce96ecdf916a9bc06684dbeafcb6d38ef0513285fa5d5d6d41f5ca",
  },
  {
    path: "software/amazon/awssdk/retries-spi/2.35.4/retries-spi-2.35.4.jar",
    sha256: "668638751d059c527ddd41ffa4dcebe36a7c14860ed56776df09b861c14dc7dd",
  },
  {
    path: "software/amazon/awssdk/retries/2.35.4/retries-2.35.4.jar",
    sha256: "f99fb2f8c66d7e859955b3542d3af8f9de8f23a21d5e3250f0f2c5f18487e469",
  },
  {
    path: "software/amazon/awssdk/s3-transfer-manager/2.35.4/s3-transfer-manager-2.35.4.jar",
    sha256: "0eec78870b3d0abc509a847072cf963cb2ae6e360dc6161a9449b3398c470476",
  },
  {
    path: "software/amazon/awssdk/s3/2.35.4/s3-2.35.4.jar",
    sha256: "f23532c5223be9b0bfec0d72837ed09ed34dbdf8022818ba145b20076a78b4bc",
  },
  {
    path: "software/amazon/awssdk/sdk-core/2.35.4/sdk-core-2.35.4.jar",
    sha256: "fa559a4ce598852f3519c8f3b36250f583b0858a7611eedc4a81997778c617f4",
  },
  {
    path: "software/amazon/awssdk/sso/2.35.4/sso-2.35.4.jar",
    sha256: "a404c3d77e1d8c76e28741faa01423ccaf124cbdbb4d393d62912e323659b8c9",
  },
  {
    path: "software/amazon/awssdk/sts/2.35.4/sts-2.35.4.jar",
    sha256: "8d0f7816d3f96e3f00249f5d054d926e939a104bcf9ef57676ee0b16c59684d2",
  },
  {
    path: "software/amazon/awssdk/third-party-jackson-core/2.35.4/third-party-jackson-core-2.35.4.jar",
    sha256: "32f4252c6c2df8f3a4aff885e6dc77024ad6b4cb48455d07b461ec30c41643ea",
  },
  {
    path: "software/amazon/awssdk/utils-lite/2.35.4/utils-lite-2.35.4.jar",
    sha256: "e004806def5e22ec98edc48a133ff3317166255e1ba29d93d129e9fdfa64a7be",
  },
  {
    path: "software/amazon/awssdk/utils/2.35.4/utils-2.35.4.jar",
    sha256: "642aeef536a071668f0b772f05f9d21573abf6955e7b6fb5fdb893760cca10e8",
  },
  {
    path: "software/amazon/eventstream/eventstream/1.0.1/eventstream-1.0.1.jar",
    sha256: "0c37d8e696117f02c302191b8110b0d0eb20fa412fce34c3a269ec73c16ce822",
  },
];
