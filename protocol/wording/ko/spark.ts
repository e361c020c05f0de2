/** Apache Spark. */
export const spark = {
  "spark.no-java": "Apache Spark에는 Java 17 이상이 필요한데, 이 컴퓨터에는 Java가 없습니다.",
  "spark.no-java.hint":
    "Java 런타임을 설치하거나(Debian과 Ubuntu에서는 openjdk-17-jre-headless, Homebrew에서는 temurin) 서버를 시작하는 곳에서 JAVA_HOME을 설정하세요. 내장 엔진에는 필요 없습니다.",
  "spark.java-too-old": "Apache Spark에는 Java 17 이상이 필요합니다. {path}은(는) Java {version}입니다.",
  "spark.java-too-old.hint": "더 새로운 Java를 함께 설치하고, 서버를 시작하는 곳에서 JAVA_HOME으로 지정하세요.",
  "spark.windows": "이 버전은 Windows에서 Apache Spark를 시작하지 않습니다.",
  "spark.windows.hint": "내장 엔진을 쓰거나, WSL에서 서버를 실행하거나, 클러스터에 연결하세요.",
  "spark.home-empty": "SPARK_HOME이 {path}인데, 그 안에 Spark가 없습니다.",
  "spark.home-empty.hint": "SPARK_HOME을 bin과 jars가 있는 폴더로 설정하세요. 설정을 없애면 Spark를 내려받습니다.",
  "spark.home-no-connect": "{path}의 Spark에는 Spark Connect가 들어 있지 않습니다.",
  "spark.home-no-connect.hint": "Spark 4 이상을 쓰거나, SPARK_HOME 설정을 없애서 Spark를 내려받게 하세요.",
  "spark.home-open": "{path}의 Spark는 {version}이며, 그 서버에는 네트워크의 모든 컴퓨터가 접근할 수 있습니다.",
  "spark.home-open.hint": "Spark 4 이상을 쓰거나, SPARK_HOME을 해제하여 Spark를 내려받게 하세요.",
  "spark.setup-offline": "Apache Spark를 내려받지 못했습니다. 패키지 저장소에 연결할 수 없습니다.",
  "spark.setup-offline.hint":
    "처음 준비할 때는 네트워크가 필요합니다(약 550MB). 연결한 뒤 다시 실행하세요. 그다음부터는 필요 없습니다.",
  "spark.setup-failed": "Apache Spark를 설치하지 못했습니다.",
  "spark.setup-failed.hint": "설치 프로그램의 메시지가 위에 있습니다. 다시 실행하면 처음부터 다시 준비합니다.",
  "spark.setup-disk-full": "{path}의 디스크가 가득 찼습니다. Apache Spark를 준비하는 동안 약 2GB가 필요합니다.",
  "spark.setup-disk-full.hint": "공간을 비우거나, BETWEEN_CACHE에 다른 디스크의 폴더를 지정하세요.",
  "spark.setup-unwritable": "{path} 폴더에 쓸 수 없습니다. Apache Spark가 그곳에 설치됩니다.",
  "spark.setup-unwritable.hint": "그 폴더에 쓸 권한을 주거나, BETWEEN_CACHE에 다른 폴더를 지정하세요.",
  "spark.jars-offline": "{jar}을(를) 내려받지 못했습니다. Java 패키지 저장소에 연결할 수 없습니다.",
  "spark.jars-offline.hint":
    "처음 준비할 때는 네트워크가 필요합니다. 미러에만 연결할 수 있다면 BETWEEN_MAVEN에 그 주소를 지정하세요.",
  "spark.jar-refused": "{jar}을(를) 내려받지 못했습니다. Java 패키지 저장소의 응답은 {status}입니다.",
  "spark.jar-refused.hint": "나중에 다시 실행하세요. 미러에만 연결할 수 있다면 BETWEEN_MAVEN에 그 주소를 지정하세요.",
  "spark.jar-altered": "{jar}을(를) 내려받았지만 기대한 파일이 아니어서 쓰지 않습니다.",
  "spark.jar-altered.hint": "이 컴퓨터와 저장소 사이에 무엇이 있는지(프록시, 미러) 확인하고 다시 실행하세요.",
  "spark.starting": "{detail}을(를) 시작합니다.",
  "spark.scripts-missing": "시작 스크립트 {name}이(가) 이 설치본에 없습니다.",
  "spark.scripts-missing.hint": "Between Notebooks를 다시 설치하세요.",
  "spark.start-failed": "Apache Spark가 시작되지 않았습니다({how}).",
  "spark.start-failed.hint": "Spark의 메시지가 위에 있습니다.",
  "spark.died": "Apache Spark 프로세스가 사용 중에 끝났습니다({how}).",
  "spark.died.hint":
    "다시 실행하면 새로 시작합니다. 메모리가 부족했다면 엔진의 메모리를 늘리거나 한 번에 더 적게 읽으세요.",

  "spark.no-delta": "이 Spark에는 Delta Lake가 없습니다.",
  "spark.no-delta.hint":
    "`save` 아래에 `format: parquet`과 `replace: all`을 적으세요. Delta를 쓰려면 서버를 시작할 때 그 버전에 맞는 delta-spark의 jar와 spark.sql.extensions, spark.sql.catalog.spark_catalog 설정이 필요합니다.",
  "spark.no-format": "이 Spark는 {format}을(를) 읽거나 쓸 수 없습니다.",
  "spark.no-format.hint": "다른 형식을 쓰거나, 그 형식의 jar와 함께 서버를 시작해 달라고 하세요.",
  "spark.conf-refused": "엔진의 설정 {key}은(는) 세션에서 바꿀 수 없습니다.",
  "spark.conf-refused.hint": "Spark를 시작하는 곳에서 설정하고, 엔진의 설정에서는 빼세요.",
  "engine.spark-old":
    "Apache Spark {detail}입니다. 쿼리의 진행 상황이 나오지 않고, 오류가 짧게 나오며, Scala 셀과 Python 셀의 사용자 정의 함수를 쓸 수 없습니다. Spark 4.0부터는 모두 됩니다.",
  "spark.too-old": "이 엔진은 Apache Spark {version}인데, {oldest} 이상이어야 동작합니다.",
  "spark.too-old.hint": "다른 엔진을 고르거나, 이 엔진의 Spark를 더 새 버전으로 올려 달라고 하세요.",
  "spark.python-function": "이 노트북에서 보낸 함수를 엔진 쪽 Python이 읽지 못했습니다.",
  "spark.python-function.hint":
    "Python 함수를 쓰려면 엔진이 Spark 4.0 이상이고 Python의 부 버전이 이쪽과 같아야 합니다. SQL 함수로 바꾸어 쓰거나 다른 엔진을 고르세요.",
  "spark.path-relative": "{path}은(는) 노트북 폴더를 기준으로 한 경로인데, 클러스터는 그 폴더를 볼 수 없습니다.",
  "spark.path-relative.hint":
    "`sources:`에 파일을 적으면 클러스터로 보냅니다. 또는 s3://…처럼 클러스터가 읽을 수 있는 경로를 쓰세요.",
  "spark.s3-credentials": "클러스터가 s3://{bucket}/{key}에 쓴 자격 증명을 S3가 알지 못합니다.",
  "spark.s3-credentials.hint":
    "Spark Connect 서버와 워커를 시작하는 곳의 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 확인하세요.",
  "spark.s3-no-credentials": "클러스터에 S3 자격 증명이 없습니다.",
  "spark.s3-no-credentials.hint":
    "Spark Connect 서버와 워커를 시작하는 곳에 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY를 설정하거나 그 머신에 역할을 부여하세요.",
  "spark.s3-expired": "클러스터의 S3 임시 자격 증명이 만료되었습니다.",
  "spark.s3-expired.hint":
    "Spark Connect 서버와 워커를 시작하는 곳에서 새로 발급받고, 환경 변수에 있다면 다시 시작하세요.",
  "spark.s3-region": "버킷 {bucket}은(는) 클러스터가 요청한 리전에 있지 않습니다.",
  "spark.s3-region.hint":
    "이 엔진의 설정(s3: region)이나 Spark를 시작하는 곳의 fs.s3a.endpoint.region에 리전을 적으세요.",
  "spark.s3-wordless": "S3가 s3://{bucket}/{key}에 대한 클러스터의 요청을 거부했고(400) 이유를 밝히지 않았습니다.",
  "spark.s3-wordless.hint":
    "대개 Spark Connect 서버와 워커의 임시 자격 증명이 만료되었거나, 버킷이 이 엔진의 설정(s3: region)과 다른 리전에 있습니다.",
  "spark.s3-unreachable": "클러스터가 {endpoint}의 S3에 연결할 수 없습니다.",
  "spark.s3-unreachable.hint":
    "이 엔진의 엔드포인트(s3: endpoint)에 서버뿐 아니라 Spark 머신에서도 연결할 수 있는지 확인하세요.",
  "spark.bad-file": "{file}이(가) 손상되었거나 읽으려는 형식이 아닙니다. 해당 줄은 찾지 못했습니다.",
  "spark.bad-file.hint":
    "서버는 직접 읽을 수 있는 파일에서 {seconds}초 동안 줄을 찾습니다. on-malformed: skip 또는 keep을 쓰면 잘못된 줄을 지나 계속 읽습니다.",
  "spark.metrics":
    "파일 {files}개, {bytes}를 읽었습니다. 읽은 행 {read}개, 셔플 {shuffled}, 디스크로 내보냄 {spilled}.",
} as const;
