/** Object stores: S3, files that travel, saved results. */
export const storage = {
  "storage.bucket-missing": "There is no bucket {bucket} at {endpoint}.",
  "storage.bucket-missing.hint": "See how its name is written, and whether it lies at this endpoint.",
  "storage.forbidden": "S3 refuses us at s3://{bucket}/{key} (403).",
  "storage.forbidden.hint":
    "The credentials of the server, or of this engine, need the rights s3:ListBucket and s3:GetObject there, and s3:PutObject and s3:DeleteObject to save.",
  "storage.credentials-wrong": "S3 at {endpoint} does not know the credentials that it was asked with.",
  "storage.credentials-wrong.hint":
    "See AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile, where the server starts.",
  "storage.credentials-expired": "The temporary credentials for S3 have expired.",
  "storage.credentials-expired.hint":
    "Get new ones where the server starts, and start it again if they stand in its environment.",
  "storage.credentials-missing": "No credentials for S3 were found.",
  "storage.credentials-missing.hint":
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE where the server starts, or give the machine a role.",
  "storage.profile-missing": "The profile {profile} holds no credentials for S3.",
  "storage.profile-missing.hint":
    "See ~/.aws/config and ~/.aws/credentials, or run: `aws configure --profile {profile}`",
  "storage.sign-in-expired": "The sign-in of the profile {profile} has expired.",
  "storage.sign-in-expired.hint": "Sign in again, then run again: `aws sso login --profile {profile}`",
  "storage.clock": "S3 refuses us because the clock of this machine is wrong.",
  "storage.clock.hint": "Set the clock of the machine that the server runs on.",
  "storage.wrong-region": "The bucket {bucket} does not lie in the region {region}.",
  "storage.wrong-region.hint": "Name its region in the settings (s3: region) or in AWS_REGION.",
  "storage.slow-down": "S3 asks us to slow down, and went on asking however long we waited.",
  "storage.slow-down.hint": "Run again in a while, or read fewer and larger files.",
  "storage.unreachable": "S3 cannot be reached at {endpoint}.",
  "storage.unreachable.hint": "See the network and the endpoint (s3: endpoint, or AWS_ENDPOINT_URL).",
  "storage.failed": "S3 could not carry this out at s3://{bucket}/{key} ({reason}).",
  "storage.no-etag": "S3 gave no ETag for an object, and without one no two servers can share it.",
  "storage.no-conditions":
    "The S3 server of the bucket {bucket} does not honour {what}, so two writers could both win.",
  "storage.no-conditions.hint":
    "Keep the server's state where conditional writes are known: AWS S3, versitygw, SeaweedFS, or a folder.",
  "storage.bucket-unreadable": "{path} is no address of an object: it names no bucket.",
  "storage.bucket-unreadable.hint": "It is written s3://bucket/folder/file.",
  "storage.name-unreadable": "The engine cannot read {file}: its name holds a control character.",
  "storage.name-unreadable.hint": "Rename it, or name a path that leaves it out.",
  "storage.path-as-source": "Because of the characters in it, {path} cannot be read from within a statement.",
  "storage.path-as-source.hint": "Name it under `sources:` and read it by that name.",
  "storage.path-private": "{path} holds credentials or the inside of processes, and no query may read it.",
} as const;
