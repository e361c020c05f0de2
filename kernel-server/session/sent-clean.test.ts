import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderPlace } from "../store/file-place.ts";
import { folderStore } from "../store/folder.ts";
import { sentFilesContract } from "./sent-contract.ts";

sentFilesContract("a folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "between-sent-"));
  const stores = { store: folderStore(join(root, "store")), place: folderPlace(join(root, "sent")) };
  return { stores, dispose: () => rm(root, { recursive: true }) };
});
