/** Object stores: S3, files that travel, saved results. */
export const storage = {
  "storage.bucket-missing": "{endpoint}에 버킷 {bucket}이(가) 없습니다.",
  "storage.bucket-missing.hint": "버킷 이름이 맞는지, 이 엔드포인트에 있는 버킷인지 확인하세요.",
  "storage.forbidden": "S3가 s3://{bucket}/{key} 접근을 거부했습니다(403).",
  "storage.forbidden.hint":
    "서버 또는 이 엔진의 자격 증명에 s3:ListBucket, s3:GetObject 권한이 필요하고, 저장하려면 s3:PutObject, s3:DeleteObject 권한도 필요합니다.",
  "storage.credentials-wrong": "{endpoint}의 S3가 이 자격 증명을 알지 못합니다.",
  "storage.credentials-wrong.hint":
    "서버를 시작하는 곳의 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY, 또는 프로필을 확인하세요.",
  "storage.credentials-expired": "S3 임시 자격 증명이 만료되었습니다.",
  "storage.credentials-expired.hint":
    "서버를 시작하는 곳에서 새로 받으세요. 환경 변수에 있다면 서버를 다시 시작해야 합니다.",
  "storage.credentials-missing": "S3 자격 증명을 찾지 못했습니다.",
  "storage.credentials-missing.hint":
    "서버를 시작하는 곳에 AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY 또는 AWS_PROFILE을 설정하거나, 이 컴퓨터에 역할을 부여하세요.",
  "storage.profile-missing": "프로필 {profile}에 S3 자격 증명이 없습니다.",
  "storage.profile-missing.hint":
    "~/.aws/config와 ~/.aws/credentials를 확인하거나 다음을 실행하세요: `aws configure --profile {profile}`",
  "storage.sign-in-expired": "프로필 {profile}의 로그인이 만료되었습니다.",
  "storage.sign-in-expired.hint": "다시 로그인한 뒤 다시 실행하세요: `aws sso login --profile {profile}`",
  "storage.clock": "이 컴퓨터의 시계가 맞지 않아 S3가 요청을 거부합니다.",
  "storage.clock.hint": "서버가 실행되는 컴퓨터의 시계를 맞추세요.",
  "storage.wrong-region": "버킷 {bucket}은(는) 리전 {region}에 있지 않습니다.",
  "storage.wrong-region.hint": "설정(s3: region)이나 AWS_REGION에 버킷의 리전을 지정하세요.",
  "storage.slow-down": "S3가 속도를 늦추라고 계속 요청하여 더 기다리지 못했습니다.",
  "storage.slow-down.hint": "잠시 후 다시 실행하거나, 파일 수를 줄이고 크기를 키우세요.",
  "storage.unreachable": "{endpoint}의 S3에 연결할 수 없습니다.",
  "storage.unreachable.hint": "네트워크와 엔드포인트(s3: endpoint 또는 AWS_ENDPOINT_URL)를 확인하세요.",
  "storage.failed": "S3가 s3://{bucket}/{key}에서 요청을 처리하지 못했습니다({reason}).",
  "storage.no-etag": "S3가 객체의 ETag를 주지 않았습니다. ETag 없이는 두 서버가 객체를 함께 쓸 수 없습니다.",
  "storage.no-conditions":
    "버킷 {bucket}의 S3 서버가 {what}을(를) 지키지 않아, 동시에 쓴 둘이 모두 성공한 것으로 알게 됩니다.",
  "storage.no-conditions.hint":
    "조건부 쓰기를 지원하는 곳(AWS S3, versitygw, SeaweedFS)이나 폴더에 서버의 상태를 보관하세요.",
  "storage.bucket-unreadable": "{path}에 버킷 이름이 없어 객체의 주소가 아닙니다.",
  "storage.bucket-unreadable.hint": "s3://버킷/폴더/파일 형식으로 씁니다.",
  "storage.name-unreadable": "{file}의 이름에 제어 문자가 있어 엔진이 읽을 수 없습니다.",
  "storage.name-unreadable.hint": "이름을 바꾸거나, 이 파일을 제외하는 경로를 지정하세요.",
  "storage.path-as-source": "{path}에 있는 문자 때문에 SQL 문 안에서 바로 읽을 수 없습니다.",
  "storage.path-as-source.hint": "`sources:`에 등록하고 그 이름으로 읽으세요.",
  "storage.path-private": "{path}에는 자격 증명이나 프로세스 내부 정보가 있어 쿼리로 읽을 수 없습니다.",
} as const;
