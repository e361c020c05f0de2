import { Metadata, type MetadataValue } from "@grpc/grpc-js";

/**
 * Headers that offer no compression. grpc-js offers gzip with every call and has no option against it; Sail then zips
 * every batch and we unzip it on the thread that does everything else, which made reading rows several times slower.
 */
export class PlainMetadata extends Metadata {
  override set(key: string, value: MetadataValue): void {
    super.set(key, key === "grpc-accept-encoding" ? "identity" : value);
  }

  override clone(): PlainMetadata {
    const copy = new PlainMetadata(this.getOptions());
    copy.merge(this);
    return copy;
  }
}
