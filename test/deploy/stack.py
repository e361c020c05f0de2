"""Makes, tells and deletes a stack at a mock of AWS: `stack.py URL create NAME PARAMETERS < template`, `tell`, `delete`."""

import base64
import json
import sys

import boto3

url, verb, name, *rest = sys.argv[1:]


def client(service):
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, endpoint_url=url, region_name="eu-west-1", **keys)


def groups():
    found = client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    return {g["AutoScalingGroupName"]: [g["MinSize"], g["DesiredCapacity"], g["MaxSize"], len(g["Instances"])] for g in found}


def instances():
    pages = client("ec2").describe_instances()["Reservations"]
    return [i["State"]["Name"] for page in pages for i in page["Instances"]]


def user_data():
    """Of each launch template, as a machine gets it: by the name of the resource that it belongs to."""
    stack = client("cloudformation").list_stack_resources(StackName=name)["StackResourceSummaries"]
    found = {}
    for resource in stack:
        if resource["ResourceType"] != "AWS::EC2::LaunchTemplate":
            continue
        versions = client("ec2").describe_launch_template_versions(LaunchTemplateId=resource["PhysicalResourceId"])
        data = versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]
        found[resource["LogicalResourceId"]] = base64.b64decode(data["UserData"]).decode()
    return found


stacks = client("cloudformation")
if verb == "create":
    parameters = [{"ParameterKey": k, "ParameterValue": v} for k, v in json.loads(rest[0]).items()]
    stacks.create_stack(
        StackName=name, TemplateBody=sys.stdin.read(), Capabilities=["CAPABILITY_IAM"], Parameters=parameters
    )
    made = stacks.describe_stacks(StackName=name)["Stacks"][0]
    resources = stacks.list_stack_resources(StackName=name)["StackResourceSummaries"]
    answer = {
        "status": made["StackStatus"],
        "outputs": {o["OutputKey"]: o["OutputValue"] for o in made["Outputs"]},
        "resources": {r["LogicalResourceId"]: r["ResourceType"] for r in resources if r.get("LogicalResourceId")},
        "userData": user_data(),
        "groups": groups(),
    }
elif verb == "certificate":
    answer = client("acm").request_certificate(DomainName=name)["CertificateArn"]
elif verb == "delete":
    # moto does not delete tables of routes and what ties them to subnets, and then refuses to delete their network.
    ec2 = client("ec2")
    for table in ec2.describe_route_tables()["RouteTables"]:
        for tie in table["Associations"]:
            if not tie["Main"]:
                ec2.disassociate_route_table(AssociationId=tie["RouteTableAssociationId"])
        if not any(tie["Main"] for tie in table["Associations"]):
            ec2.delete_route_table(RouteTableId=table["RouteTableId"])
    stacks.delete_stack(StackName=name)
    left = [s["StackName"] for s in stacks.list_stacks(StackStatusFilter=["CREATE_COMPLETE"])["StackSummaries"]]
    answer = {"stacks": left, "groups": groups(), "instances": instances()}
else:
    answer = {"groups": groups(), "instances": instances()}
print(json.dumps(answer))
