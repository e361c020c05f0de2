import { BetweenError } from "../../protocol/errors.ts";
import type { Code } from "../../protocol/errors.ts";
import type { WorkerGroup } from "./worker-group.ts";

/** Waiting longer does not help against these. */
export const fatal: ReadonlySet<Code> = new Set<Code>([
  "cluster.denied",
  "cluster.no-group",
  "cluster.no-credentials",
  "cluster.group-closed",
]);

const REQUEST_MS = 20_000;

/**
 * One auto-scaling group of EC2, by three calls: DescribeAutoScalingGroups, DescribeScalingActivities and
 * SetDesiredCapacity. Throws `cluster.denied`, `cluster.no-group`, `cluster.no-credentials` and `cluster.unreachable`.
 */
export function autoScalingGroup(options: { group: string; region?: string; endpoint?: string }): WorkerGroup {
  const { group, region, endpoint } = options;
  // The library is loaded only where there are workers to scale.
  const opening = import("./auto-scaling-client.ts").then((sdk) => ({
    sdk,
    client: new sdk.AutoScalingClient({
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
    }),
  }));
  opening.catch(() => undefined); // Each call awaits it, and is told.

  async function call<T>(
    action: string,
    signal: AbortSignal,
    ask: (aws: Awaited<typeof opening>, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]);
    try {
      return await ask(await opening, { abortSignal });
    } catch (thrown) {
      signal.throwIfAborted();
      throw groupError(thrown, group, action);
    }
  }

  return {
    look: (signal) =>
      call("DescribeAutoScalingGroups", signal, async ({ sdk, client }, http) => {
        const ask = new sdk.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] });
        const found = (await client.send(ask, http)).AutoScalingGroups?.[0];
        if (!found) throw new BetweenError("cluster.no-group", { group });
        const inService = (found.Instances ?? []).filter(
          ({ LifecycleState, HealthStatus }) => LifecycleState === "InService" && HealthStatus !== "Unhealthy",
        );
        const { DesiredCapacity: desired = 0, MinSize: min = 0, MaxSize: max = 0 } = found;
        return { desired, min, max, inService: inService.length };
      }),

    set: (desired, signal) =>
      call("SetDesiredCapacity", signal, async ({ sdk, client }, http) => {
        const ask = { AutoScalingGroupName: group, DesiredCapacity: desired, HonorCooldown: false };
        await client.send(new sdk.SetDesiredCapacityCommand(ask), http);
      }),

    failure: (since, signal) =>
      call("DescribeScalingActivities", signal, async ({ sdk, client }, http) => {
        const ask = new sdk.DescribeScalingActivitiesCommand({ AutoScalingGroupName: group, MaxRecords: 10 });
        const { Activities = [] } = await client.send(ask, http);
        const failed = Activities.find(({ StatusCode, StartTime, EndTime }) => {
          return StatusCode === "Failed" && (EndTime ?? StartTime ?? new Date(0)) >= since;
        });
        return failed && launchError(failed.StatusMessage ?? failed.Description ?? "", group);
      }),
  };
}

/**
 * Why a machine could not be started. EC2 says that there is none free by InsufficientInstanceCapacity, for spot by
 * UnfulfillableCapacity, capacity-not-available or no Spot capacity, and that the account may have no more by
 * VcpuLimitExceeded, InstanceLimitExceeded and MaxSpotInstanceCountExceeded.
 */
export function launchError(text: string, group: string): BetweenError {
  const reason = text.replace(/\s+/g, " ").trim();
  if (/LimitExceeded|MaxSpotInstanceCountExceeded|requested more vCPU|limit of .*vCPU/i.test(reason)) {
    return new BetweenError("cluster.limit", { group, reason });
  }
  if (
    /InsufficientInstanceCapacity|UnfulfillableCapacity|capacity-not-available|no Spot capacity|sufficient .*capacity/i.test(
      reason,
    )
  ) {
    return new BetweenError("cluster.no-capacity", { group, reason });
  }
  return new BetweenError("cluster.launch-failed", { group, reason });
}

function groupError(thrown: unknown, group: string, action: string): BetweenError {
  if (thrown instanceof BetweenError) return thrown;
  const name = thrown instanceof Error ? thrown.name : "";
  const reason = thrown instanceof Error ? thrown.message || name : String(thrown);
  const more = { cause: thrown };
  if (/^(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(name)) {
    return new BetweenError("cluster.denied", { group, action }, { ...more, engineText: reason });
  }
  if (name === "ValidationError" && /not found/i.test(reason))
    return new BetweenError("cluster.no-group", { group }, more);
  if (
    /^(CredentialsProviderError|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient|AuthFailure)/.test(
      name,
    )
  ) {
    return new BetweenError("cluster.no-credentials", {}, { ...more, engineText: reason });
  }
  return new BetweenError("cluster.unreachable", { group, reason }, more);
}
