/** Workers of the cluster. */
export const cluster = {
  "cluster.waiting": "워커를 기다리는 중입니다({want}대 중 {have}대)",
  "cluster.fewer": "워커 {want}대 중 {have}대로 먼저 시작합니다. 나머지는 준비되는 대로 합류합니다.",
  "cluster.worker-lost":
    "클러스터의 워커 한 대가 사라져 {want}대 중 {have}대가 남았습니다. 그 워커가 계산한 부분은 다른 워커가 다시 계산합니다.",
  "cluster.worker-lost.hint":
    "스팟 인스턴스는 언제든 회수될 수 있습니다. 지연되면 안 되는 실행이라면 그룹에서 온디맨드 인스턴스를 사용하세요.",
  "cluster.no-workers": "{minutes}분 동안 클러스터에 워커가 한 대도 준비되지 않았습니다.",
  "cluster.no-workers.hint":
    "Auto Scaling 그룹 {group}의 작업 기록과, 시작되었지만 Spark 마스터에 등록되지 않은 인스턴스의 로그를 확인한 뒤 다시 실행하세요.",
  "cluster.no-capacity": "AWS에 워커로 쓸 여유 인스턴스가 없습니다: {reason}",
  "cluster.no-capacity.hint":
    "자동으로 다시 시도합니다. 계속되면 그룹 {group}에 다른 인스턴스 유형이나 가용 영역을 지정하거나, 스팟 대신 온디맨드를 사용하세요.",
  "cluster.limit": "AWS 계정의 한도 때문에 인스턴스를 더 시작할 수 없습니다: {reason}",
  "cluster.limit.hint":
    "Service Quotas에서 R 계열의 vCPU 한도를 높이거나, 서버 설정의 workers에서 max를 낮추세요(그룹 {group}).",
  "cluster.launch-failed": "워커를 시작하지 못했습니다: {reason}",
  "cluster.launch-failed.hint": "시작 템플릿과 Auto Scaling 그룹 {group}의 작업 기록을 확인하세요.",
  "cluster.denied": "이 서버에는 Auto Scaling 그룹 {group}에 대한 {action} 권한이 없습니다.",
  "cluster.denied.hint":
    "서버 인스턴스의 역할에 autoscaling:{action} 권한을 주세요. deploy/의 템플릿에는 들어 있습니다.",
  "cluster.no-group": "Auto Scaling 그룹 {group}이(가) 없습니다.",
  "cluster.no-group.hint": "서버 설정의 workers에서 group과 region을 확인하세요.",
  "cluster.group-closed": "Auto Scaling 그룹 {group}의 최댓값이 0이어서 워커를 시작할 수 없습니다.",
  "cluster.group-closed.hint": "그룹의 최댓값을 높이세요.",
  "cluster.no-credentials": "워커를 요청하는 데 필요한 유효한 AWS 자격 증명이 서버에 없습니다.",
  "cluster.no-credentials.hint":
    "인스턴스에 역할을 부여하거나, 서버를 시작하는 곳에 AWS_PROFILE 또는 AWS_ 변수를 설정하세요.",
  "cluster.unreachable": "Auto Scaling 그룹 {group}의 상태를 조회할 수 없습니다: {reason}",
  "cluster.unreachable.hint": "자동으로 다시 시도합니다. 리전과, 서버 인스턴스에서 AWS로 가는 네트워크를 확인하세요.",
  "cluster.master-silent": "Spark 마스터의 {url}에서 워커 목록을 받을 수 없습니다: {reason}",
  "cluster.master-silent.hint":
    "마스터가 실행 중인지, 서버 설정의 workers에 있는 master 주소(http://host:8080/json/)가 맞는지 확인하세요.",
  "cluster.away": "{engine}의 워커가 없고, 보기만 할 때는 워커를 시작하지 않습니다.",
  "cluster.away.hint": "셀을 실행하세요. 열과 문제점은 워커가 있는 동안 알 수 있습니다.",
} as const;
