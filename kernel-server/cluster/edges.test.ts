import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "mocha";
import { aliveWorkers } from "./alive-workers.ts";
import { autoScalingGroup, launchError } from "./auto-scaling-group.ts";

const never = new AbortController().signal;

/** Answers every request alike, while `test` runs. */
async function answering(status: number, type: string, body: string, test: (url: string) => Promise<void>) {
  const server = createServer((_, response) => response.writeHead(status, { "content-type": type }).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // SAFETY: a server that listens on a TCP port has an AddressInfo.
  try {
    await test(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** As a Spark 4.2.0 master with one worker gave it. */
const page = `{
  "url" : "spark://127.0.0.1:17077",
  "workers" : [ {
    "id" : "worker-20261123001721-127.0.0.1-46633", "host" : "127.0.0.1", "port" : 46633,
    "webuiaddress" : "http://127.0.0.1:18081", "cores" : 1, "coresused" : 0, "coresfree" : 1,
    "memory" : 1024, "memoryused" : 0, "memoryfree" : 1024,
    "resources" : { }, "resourcesused" : { }, "resourcesfree" : { }, "state" : "ALIVE", "lastheartbeat" : 1795393043909
  } ],
  "aliveworkers" : 1, "cores" : 1, "coresused" : 0, "memory" : 1024, "memoryused" : 0,
  "resources" : [ { } ], "resourcesused" : [ { } ],
  "activeapps" : [ ], "completedapps" : [ ], "activedrivers" : [ ], "completeddrivers" : [ ], "status" : "ALIVE"
}`;

describe("the Spark master's page", () => {
  it("tells how many workers are registered", () =>
    answering(200, "application/json", page, async (url) => {
      assert.equal(await aliveWorkers(`${url}/json/`, never), 1);
    }));

  it("that is none, or does not answer, is told with its address", async () => {
    await answering(200, "text/html", "<html>", async (url) => {
      await assert.rejects(aliveWorkers(url, never), { code: "cluster.master-silent" });
    });
    await answering(503, "text/html", "", async (url) => {
      await assert.rejects(aliveWorkers(url, never), (error: Error) => /HTTP 503/.test(error.message));
    });
    let gone = "";
    await answering(200, "", "", async (url) => void (gone = url));
    await assert.rejects(aliveWorkers(gone, never), (error: Error) => /ECONNREFUSED/.test(error.message));
  });
});

describe("an auto-scaling group", () => {
  const kept = { ...process.env };
  before(() =>
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_MAX_ATTEMPTS: "1" }),
  );
  after(() => {
    process.env = kept;
  });
  const group = (endpoint: string) => autoScalingGroup({ group: "team", region: "eu-west-1", endpoint });
  const refused = (code: string, message: string) =>
    `<ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

  it("that we may not change is told with the right that lacks", () =>
    answering(
      403,
      "text/xml",
      refused("AccessDenied", "not authorized to perform: autoscaling:SetDesiredCapacity"),
      async (url) => {
        await assert.rejects(group(url).set(1, never), (error: Error & { code?: string }) => {
          assert.equal(error.code, "cluster.denied");
          assert.match(error.message, /SetDesiredCapacity/);
          return true;
        });
      },
    ));

  it("that there is not is told, also when it is missing from the answer", async () => {
    await answering(
      400,
      "text/xml",
      refused("ValidationError", "AutoScalingGroup name not found - AutoScalingGroup team not found"),
      async (url) => {
        await assert.rejects(group(url).set(1, never), { code: "cluster.no-group" });
      },
    );
    const none = `<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult><AutoScalingGroups/></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`;
    await answering(200, "text/xml", none, async (url) => {
      await assert.rejects(group(url).look(never), { code: "cluster.no-group" });
    });
  });

  it("that is asked with credentials of no use, or cannot be reached, says which of the two", async () => {
    await answering(
      403,
      "text/xml",
      refused("ExpiredToken", "The security token included in the request is expired"),
      async (url) => {
        await assert.rejects(group(url).look(never), { code: "cluster.no-credentials" });
      },
    );
    await assert.rejects(group("http://127.0.0.1:1").look(never), { code: "cluster.unreachable" });
  });

  it("tells why EC2 did not start a machine", () => {
    const code = (text: string) => launchError(text, "team").code;
    assert.equal(
      code(
        "We currently do not have sufficient r8g.4xlarge capacity in the Availability Zone you requested (eu-west-1a). Launching EC2 instance failed.",
      ),
      "cluster.no-capacity",
    );
    assert.equal(
      code(
        "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to your request configuration.",
      ),
      "cluster.no-capacity",
    );
    assert.equal(
      code(
        "You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket. Launching EC2 instance failed.",
      ),
      "cluster.limit",
    );
    assert.equal(code("MaxSpotInstanceCountExceeded: Max spot instance count exceeded"), "cluster.limit");
    assert.equal(
      code("The image id '[ami-0]' does not exist. Launching EC2 instance failed."),
      "cluster.launch-failed",
    );
  });
});
