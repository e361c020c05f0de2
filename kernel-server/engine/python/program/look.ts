/**
 * Looks at an interpreter that is not ours: prints one JSON object with its `version` (`3.12`), whether it has `pip`, and
 * what `lacks` of the requirements that it is given as JSON arguments: first what Python cells need, then what the notebook
 * names. Of each only the numbers of a version are compared, as the standard library cannot read more of it; what stands
 * behind `;` is not looked at.
 */
export const look = String.raw`
import importlib.metadata, importlib.util, json, re, sys

def numbers(version):
    return [int(part) for part in re.match(r"\d+(?:\.\d+)*", version.split("!")[-1].lstrip("v")).group().split(".")]

def fits(version, wanted):
    operator, text = re.match(r"([<>=!~]+)\s*(\S+)", wanted).groups()
    prefix = text.endswith(".*")
    there, other = numbers(version), numbers(text)
    length = max(len(there), len(other))
    padded = [part + [0] * (length - len(part)) for part in (there, other)]
    same = there[: len(other)] == other if prefix else padded[0] == padded[1]
    if operator == "~=":
        return padded[0] >= padded[1] and there[: len(other) - 1] == other[:-1]
    return {"==": same, "===": same, "!=": not same, ">=": padded[0] >= padded[1], "<=": padded[0] <= padded[1], ">": padded[0] > padded[1], "<": padded[0] < padded[1]}[operator]

def version_of(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None

def has(requirement):
    name, versions = re.match(r"([\w.-]+)\s*(?:\[[^\]]*\])?\s*([^;]*)", requirement).groups()
    version = version_of(name)
    return version is not None and all(fits(version, one) for one in versions.replace(" ", "").split(",") if one)

def named(requirement):
    # pyspark and pyspark-client hold the same modules: of the two, the one that is there is looked at.
    whole = version_of("pyspark") is not None and version_of("pyspark-client") is None
    return requirement.replace("pyspark-client", "pyspark[connect]") if whole else requirement

wanted = [named(each) for each in json.loads(sys.argv[1])] + json.loads(sys.argv[2])
print(json.dumps({
    "version": list(sys.version_info[:2]),
    "pip": importlib.util.find_spec("pip") is not None,
    "lacks": [each for each in wanted if not has(each)],
}))
`;
