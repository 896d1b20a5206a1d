"""Holds the targets to the arrows they may have. Reads `swift package describe --type json` on standard input."""
import json
import sys

ARROWS = {
    "EscalationCore": [],
    "Terminal": [],
    "Subprocesses": [],
    "LocatedYAML": [],
    "CMarkdown": [],
    "Markdown": ["CMarkdown"],
    "EscalationEngine": ["EscalationCore"],
    "Backends": ["EscalationCore", "Subprocesses"],
    "Verifiers": ["EscalationCore", "Subprocesses"],
    "Journal": ["EscalationCore"],
    "Settings": ["EscalationCore", "LocatedYAML"],
    "Simulator": ["EscalationCore", "LocatedYAML"],
    "CTerminal": [],
    "TerminalCurses": ["Terminal", "CTerminal"],
    "Dashboard": ["EscalationCore", "Terminal", "Markdown"],
    "rung": None,
}
PRODUCTS = {
    "Backends": ["AsyncHTTPClient", "Logging", "NIOConcurrencyHelpers", "NIOCore", "NIOHTTP1", "NIOPosix"],
    "Journal": ["GRDB", "Logging"],
    "Simulator": ["Hummingbird", "Logging", "NIOCore", "NIOPosix"],
    "Subprocesses": ["Subprocess"],
    "LocatedYAML": ["Yams"],
    "rung": ["ArgumentParser", "Logging"],
}
# NIO comes with the HTTP client and server, and is named where its types are used.

described = json.load(sys.stdin)["targets"]
targets = {target["name"]: target for target in described if target["path"].startswith("Sources/")}
complaints = [f"{name} has no place in the graph" for name in targets.keys() - ARROWS.keys()]
complaints += [f"{name} is missing" for name in ARROWS.keys() - targets.keys()]
for name, target in targets.items():
    allowed = ARROWS.get(name)
    for dependency in target.get("target_dependencies", []):
        if allowed is not None and dependency not in allowed:
            complaints.append(f"{name} -> {dependency}: no such arrow")
    for product in target.get("product_dependencies", []):
        if product not in PRODUCTS.get(name, []):
            complaints.append(f"{name} uses {product}, which is fenced off elsewhere")


def reaches(start, goal, seen=()):
    nexts = targets.get(start, {}).get("target_dependencies", [])
    return goal in nexts or any(reaches(item, goal, (*seen, start)) for item in nexts if item not in seen)


for screenless in ("Dashboard", "DashboardTests"):
    names = {target["name"]: target for target in described}
    targets.setdefault(screenless, names.get(screenless, {}))
    for fenced in ("TerminalCurses", "CTerminal"):
        if reaches(screenless, fenced):
            complaints.append(f"{screenless} reaches {fenced}")
for complaint in complaints:
    print(complaint)
print(f"{len(ARROWS)} targets, {len(complaints)} forbidden arrows")
sys.exit(1 if complaints else 0)
