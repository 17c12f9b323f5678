"""Reads a window as a screen reader does, through AT-SPI, and acts on it.

Run by screen_reader.rs inside a bus of its own, with /usr/bin/python3, which has pyatspi:
screen_reader.py PROCESS_ID. Prints one line for what it saw; fails where it waits in vain.
"""
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

WANTED = int(sys.argv[1])
said = []


def everything(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for nth in range(node.get_child_count()):
        yield from everything(node.get_child_at_index(nth), depth + 1)


def application():
    desktop = Atspi.get_desktop(0)
    for nth in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(nth)
        if child and child.get_process_id() == WANTED:
            return child
    return None


def wait_for(what, look):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)
        try:
            found = look()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(0.05)
    names = [(n.get_role_name(), n.get_name()) for n in everything(application())]
    sys.exit(f"waited in vain for {what}; said: {said}; there is: {names}")


def find(role, name):
    for node in everything(application()):
        if node.get_role_name() == role and name in (node.get_name() or ""):
            return node
    return None


def states(node):
    return node.get_state_set()


def on_event(event):
    said.append(str(event.any_data))


Atspi.init()
listener = Atspi.EventListener.new(on_event)
listener.register("object:announcement")

wait_for("the application", application)
for role, name in [
    ("list box", "Repositories"),
    ("list item", "api, 127.0.0.1"),
    ("entry", "Filter repositories"),
    ("push button", "Menu"),
    ("push button", "Add folder…"),
    ("label", "Saved sign-ins for"),
    ("label", "Not checked"),
]:
    wait_for(f"{role} {name}", lambda: find(role, name))
    print("read:", role, name)
row = find("list item", "api, 127.0.0.1")
assert states(row).contains(Atspi.StateType.SELECTED), "the shown row is selected"
button = wait_for("Check all", lambda: find("push button", "Check all"))
assert states(button).contains(Atspi.StateType.ENABLED)
button.get_action_iface().do_action(0)
wait_for("the result", lambda: find("label", "Fetch"))
wait_for("its announcement", lambda: any("needs attention" in words for words in said))
print("said:", said)
