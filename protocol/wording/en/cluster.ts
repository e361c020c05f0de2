/** Workers of the cluster. */
export const cluster = {
  "cluster.waiting": "Waiting for workers, {have} of {want}",
  "cluster.fewer": "Goes on with {have} of {want} workers; the others join when they come.",
  "cluster.worker-lost":
    "A worker of the cluster went away, {have} of {want} are there. What it had computed is computed again by the others.",
  "cluster.worker-lost.hint":
    "Spot machines can be taken back at any time. For runs that must not be slowed by it, use on-demand machines in the group.",
  "cluster.no-workers": "No worker of the cluster came within {minutes} minutes.",
  "cluster.no-workers.hint":
    "See the activity of the auto-scaling group {group}, and the log of a machine that started but did not register at the Spark master. Then run again.",
  "cluster.no-capacity": "AWS has no machine free for another worker: {reason}",
  "cluster.no-capacity.hint":
    "It is tried again by itself. If it lasts, give the group {group} another instance type or zone, or on-demand machines instead of spot.",
  "cluster.limit": "The AWS account may not have another machine: {reason}",
  "cluster.limit.hint":
    "Ask for a higher quota of vCPUs of the R family under Service Quotas, or lower max under workers in the server's settings (group {group}).",
  "cluster.launch-failed": "A worker could not be started: {reason}",
  "cluster.launch-failed.hint": "See the launch template and the activity of the auto-scaling group {group}.",
  "cluster.denied": "AWS does not allow this server {action} on the auto-scaling group {group}.",
  "cluster.denied.hint":
    "Give the role of the server's machine the right autoscaling:{action}. The template in deploy/ has it.",
  "cluster.no-group": "There is no auto-scaling group {group}.",
  "cluster.no-group.hint": "See group and region under workers in the server's settings.",
  "cluster.group-closed": "The auto-scaling group {group} allows no worker: its maximum is 0.",
  "cluster.group-closed.hint": "Raise the maximum of the group.",
  "cluster.no-credentials": "The server has no valid AWS credentials to ask for workers with.",
  "cluster.no-credentials.hint":
    "Give its machine a role, or set AWS_PROFILE or the AWS_ variables where the server starts.",
  "cluster.unreachable": "The auto-scaling group {group} cannot be asked: {reason}",
  "cluster.unreachable.hint": "It is tried again by itself. See the region and the way to AWS of the server's machine.",
  "cluster.master-silent": "The Spark master does not tell its workers at {url}: {reason}",
  "cluster.master-silent.hint":
    "See whether the master runs, and master under workers in the server's settings (http://host:8080/json/).",
  "cluster.away": "The workers of {engine} are away, and looking does not call them.",
  "cluster.away.hint": "Run a cell: columns and findings are known while workers are there.",
} as const;
