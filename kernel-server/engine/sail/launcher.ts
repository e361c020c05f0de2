/**
 * Runs one Sail server on the loopback address, prints its port as JSON and ends when its standard input closes, so that
 * it never outlives the process that started it. Each line of input is answered with the seconds of CPU that the process
 * has used. Text for `python -I -c`, so that it survives bundling.
 */
export const launcher = `
import json, os, sys, time
from pysail.spark import SparkConnectServer
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
