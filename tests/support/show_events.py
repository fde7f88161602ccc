"""Shows the events of a modular input's stream for reading.

    python3 show_events.py EVENTS.XML [COUNT]

First the events whose codes were named or that articles call harmless, then
what the whole stream holds: events by channel, and failures by reason.
"""

import collections
import sys
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"
ADDED = ("lens_title", "lens_reason", "lens_verdict", "lens_kb", "lens_kb_url")


def local_name(element):
    return element.tag.rsplit("}", 1)[-1]


def read_event(event):
    """The splunkd metadata, Windows' own fields and the added ones."""
    data = ElementTree.fromstring(event.findtext("data"))
    system = {local_name(child): child for child in data.iter() if child.text}
    fields, added = [], collections.defaultdict(list)
    for section in data:
        for item in section.iter():
            name = item.get("Name")
            if name and item.text and local_name(item) == "Data":
                if local_name(section) == "EventLens":
                    added[name].append(item.text)
                else:
                    fields.append((name, item.text))
    provider = data.find(f"{NAMESPACE}System/{NAMESPACE}Provider")
    time = data.find(f"{NAMESPACE}System/{NAMESPACE}TimeCreated")
    return {
        "id": system["EventID"].text if "EventID" in system else "?",
        "channel": system["Channel"].text if "Channel" in system else "?",
        "computer": system["Computer"].text if "Computer" in system else "?",
        "provider": provider.get("Name") if provider is not None else "?",
        "time": time.get("SystemTime", "?") if time is not None else "?",
        "fields": fields,
        "added": added,
    }


def show(event):
    print(f"{event['time'][:23]}Z  {event['computer']}  {event['provider']}  event {event['id']}")
    for key in ADDED:
        for value in event["added"].get(key, []):
            print(f"    {key:<14} {value}")
    names = {k: v for k, v in event["added"].items() if k.endswith("_name")}
    for name, value in event["fields"]:
        meaning = names.get(name + "_name")
        if meaning or name in ("TargetUserName", "ServiceName", "IpAddress"):
            print(f"    {name:<22} {value}" + (f"  =  {meaning[0]}" if meaning else ""))
    print()


def main():
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    channels, reasons = collections.Counter(), collections.Counter()
    shown = set()
    try:
        for _, element in ElementTree.iterparse(path):
            if element.tag != "event":
                continue
            event = read_event(element)
            element.clear()
            channels[event["channel"]] += 1
            for reason in event["added"].get("lens_reason", []):
                verdict = event["added"].get("lens_verdict", ["unknown"])[0]
                reasons[(reason, verdict)] += 1
                if len(shown) < count and reason not in shown:
                    shown.add(reason)
                    show(event)
    except ElementTree.ParseError as error:
        sys.exit(f"{path}: {error}")
    print("Events by channel:")
    for channel, number in channels.most_common():
        print(f"  {number:>8}  {channel}")
    print("Failures by reason:")
    for (reason, verdict), number in reasons.most_common():
        print(f"  {number:>8}  {reason:<36} {verdict}")


if __name__ == "__main__":
    main()
