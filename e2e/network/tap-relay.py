"""A bad network between two namespaces: an Ethernet relay in user space that drops, delays, shakes and reorders frames.

Kernels without netem cannot do this by themselves. It opens one TAP device for each side, waits until its parent has moved
them into their namespaces, and passes frames between them. Commands come as JSON lines on standard input, answers go to
standard output: {"loss": 0.02, "delay_ms": 40, "jitter_ms": 20, "reorder": 0.05, "cut": false} sets how bad it is,
{"count": true} asks what became of the frames. Loss and reordering are for IPv4 frames only: ARP has no second try that
would not make a test wait for seconds.
"""
import fcntl, heapq, json, os, random, select, struct, sys, time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


def tap(name):
    fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return fd


def main():
    names = sys.argv[1:3]
    fds = [tap(name) for name in names]
    dice = random.Random(int(sys.argv[3]))
    how = {"loss": 0, "delay_ms": 0, "jitter_ms": 0, "reorder": 0, "cut": False}
    counts = {"passed": 0, "dropped": 0, "late": 0}
    waiting, order, commands = [], 0, b""
    print(json.dumps({"ready": True}), flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, fd, frame = heapq.heappop(waiting)
            try:
                os.write(fd, frame)
            except OSError:
                pass  # the other side is not up yet, or gone
        readable, _, _ = select.select([*fds, 0], [], [], max(0, waiting[0][0] - now) if waiting else None)
        if 0 in readable:
            got = os.read(0, 65536)
            if not got:
                return
            commands += got
            while b"\n" in commands:
                line, commands = commands.split(b"\n", 1)
                told = json.loads(line)
                if told.pop("count", False):
                    print(json.dumps(counts), flush=True)
                how.update(told)
        for side, fd in enumerate(fds):
            if fd not in readable:
                continue
            for _ in range(64):
                try:
                    frame = os.read(fd, 65536)
                except BlockingIOError:
                    break
                is_ip = frame[12:14] == b"\x08\x00"
                if how["cut"] or (is_ip and dice.random() < how["loss"]):
                    counts["dropped"] += 1
                    continue
                delay = how["delay_ms"] + dice.random() * how["jitter_ms"]
                if is_ip and dice.random() < how["reorder"]:
                    delay += 15
                    counts["late"] += 1
                counts["passed"] += 1
                order += 1
                heapq.heappush(waiting, (time.monotonic() + delay / 1000, order, fds[1 - side], frame))


main()
