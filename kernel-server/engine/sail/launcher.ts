/**
 * Runs one Sail server on the loopback address, prints its port as JSON and ends when its standard input closes, so that
 * it never outlives the process that started it. Each line of input is answered with the seconds of CPU that the process
 * has used. Its argument is the file that names what Python cells import from (`packages-of-cells.ts`). Text for `python -I -c`, so that it survives bundling.
 */
export const launcher = `
import importlib.machinery, json, os, sys, time
from pysail.spark import SparkConnectServer

class PackagesOfCells:
    # Functions of Python cells run in this process, and their packages may be installed after it has begun.
    @staticmethod
    def find_spec(name, path=None, target=None):
        try:
            with open(sys.argv[1]) as file:
                version, *folders = file.read().splitlines()
        except OSError:
            return None
        folders = [folder for folder in folders if folder not in sys.path]
        if path is not None or not folders or version != "%d.%d" % sys.version_info[:2]:
            return None
        sys.path += folders
        return importlib.machinery.PathFinder.find_spec(name)

sys.meta_path.append(PackagesOfCells)
# Where a main module has no file pyspark 4.2 takes us for its own tests, but for interactive shells.
sys.ps1 = ">>> "
# Sail stops when the object is collected, so it keeps a name.
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(json.dumps({"port": server.listening_address[1]}), flush=True)
try:
    for line in sys.stdin:
        print(json.dumps({"cpu": time.process_time()}), flush=True)
finally:
    os._exit(0)
`;
