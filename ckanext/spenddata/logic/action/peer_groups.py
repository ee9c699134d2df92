"""Peer groups: which there are, loading one for everybody, saving one's own, taking one back."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.definitions.peers import PeerGroup
from ckanext.spenddata.logic import common
from ckanext.spenddata.logic import peer_groups as groups
from ckanext.spenddata.logic.filters import publisher_ids
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import peer_groups as schema
from ckanext.spenddata.returns.people import peer_groups

MOST_OWN = 50
HISTORY = 50


@tk.side_effect_free
@tk.validate_action_data(schema.listing)
def spenddata_peer_group_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The peer groups that whoever asks can compare by.

    :param history: also all that stewards have loaded, with what was taken back; for stewards (optional, default: ``False``)
    :type history: bool

    :returns: ``groups``, in the order they are offered: ``id, title, basis, version, licence, source, url, kind`` (``packaged``,
        ``loaded`` by a steward, or your ``own``) and ``bodies``, of how many bodies it lists peers, or how many peers it is; null where
        peers are found by a rule. Own ones also have ``publishers``, ``shared`` and ``made``. With ``history``, ``loads``: ``number, id,
        title, version, licence, source, url, bodies, in_force, made, made_by, removed, removed_by, removed_why``, the newest first
    """
    tk.check_access("spenddata_peer_group_list", context, data_dict)
    definitions = config.definitions()
    loaded = {each.name: each for each in peer_groups.loaded()}
    user_id = common.user_id(context)
    mine = peer_groups.own(user_id) if user_id else []
    result: dict[str, Any] = {
        "groups": [
            *(
                groups.group_dict(group, "loaded" if group.id in loaded else "packaged")
                for group in groups.offered(definitions).values()
            ),
            *(groups.group_dict(peer_groups.as_group(each), "own", each) for each in mine),
        ]
    }
    if data_dict["history"]:
        in_force = {each.number for each in loaded.values()}
        result["loads"] = [groups.loaded_dict(each, each.number in in_force) for each in peer_groups.history(HISTORY)]
    return result


@tk.validate_action_data(schema.load)
def spenddata_peer_group_load(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Load a peer group for everybody: who is compared with whom, on whose word. For stewards.

    The table is CSV, with a line for each body, the peers with blanks between, the most similar first::

        publisher_id,peers
        GB-LAE-LDS,GB-LAE-SHF GB-LAE-BRD GB-LAE-KIR

    or with a line for each pair, in the columns ``publisher_id`` and ``peer``. Other columns are not looked at. Loading an ``id`` again
    puts the new table in the place of the former one, which is kept; taking the new one back brings it into force again.

    :param id: id of the group in addresses, such as ``core-cities``
    :type id: string
    :param title: its name
    :type title: string
    :param basis: by what the peers were chosen, in a sentence
    :type basis: string
    :param version: of the table, such as ``May 2025``
    :type version: string
    :param licence: under which it may be used
    :type licence: string
    :param source: who made it
    :type source: string
    :param url: where it is published (optional)
    :type url: string
    :param order: its place among the groups, which are tried in this order where nobody chooses (optional, default: 35)
    :type order: int
    :param csv: the table
    :type csv: string
    :param preview: only say what would be loaded (optional, default: ``False``)
    :type preview: bool

    :returns: ``bodies`` (of how many it lists peers), ``pairs``, ``unknown`` (how many of all that are named are no publishers here; their
        pairs count as soon as they are), ``some_unknown``, ``replaces`` (title and version of what it takes the place of, or null) and
        ``number`` (of the load; null for a preview)

    :raises ValidationError: something is missing, or wrong with the table: each fault with its line
    """
    tk.check_access("spenddata_peer_group_load", context, data_dict)
    read, unknown = groups.table(data_dict["csv"])
    before = groups.offered(config.definitions()).get(data_dict["id"])
    number = None
    if not data_dict["preview"]:
        group = PeerGroup(
            **{name: data_dict[name] for name in ("id", "title", "order", "basis", "version", "licence", "source")},
            url=data_dict.get("url") or "",
            listed=read.listed,
        )
        number = peer_groups.add(group, common.user_name(context)).number
    return {
        "bodies": len(read.listed),
        "pairs": sum(map(len, read.listed.values())),
        "unknown": len(unknown),
        "some_unknown": unknown[: groups.UNKNOWN_TOLD],
        "replaces": {"title": before.title, "version": before.version} if before else None,
        "number": number,
    }


@tk.validate_action_data(schema.save)
def spenddata_peer_group_save(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Save bodies of your own choice under a name, to compare others with them again. For whoever is signed in.

    :param title: a name for them
    :type title: string
    :param publishers: the bodies, by publisher identifier or organisation name (a list, or a text with commas between)
    :type publishers: list of strings
    :param shared: whether anybody who has the group's id may use it too (optional, default: ``False``)
    :type shared: bool

    :returns: ``id`` of the group, for ``peer_group`` of a comparison, ``title``, ``publishers`` and ``shared``

    :raises ValidationError: a body is not known, or there are too many groups
    """
    tk.check_access("spenddata_peer_group_save", context, data_dict)
    user_id = common.acting_user(context)
    if len(peer_groups.own(user_id)) >= MOST_OWN:
        message = tk._("You have {most} groups, which is the most you can keep. Remove one first.").format(
            most=MOST_OWN
        )
        raise refused("title", message)
    group = PeerGroup(
        id="",
        title=data_dict["title"],
        order=groups.MINE,
        basis=tk._("Chosen by a reader of this portal."),
        version="1",
        licence="",
        source="",
        url="",
        bodies=publisher_ids(data_dict["publishers"], "publishers"),
    )
    saved = peer_groups.add(group, common.user_name(context), owner=user_id, shared=data_dict["shared"])
    return {"id": saved.name, "title": saved.title, "publishers": saved.bodies, "shared": saved.shared}


@tk.validate_action_data(schema.remove)
def spenddata_peer_group_remove(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a peer group back: your own, or, for stewards, one that was loaded, whose former version is then in force again.

    :param id: id of the group
    :type id: string
    :param why: of a loaded one, the reason; name no person in it
    :type why: string

    :returns: ``id``, and ``restored``: title and version of what is in force again under the id, or null

    :raises ObjectNotFound: there is no such group that was loaded or saved
    :raises ValidationError: the reason is missing
    """
    tk.check_access("spenddata_peer_group_remove", context, data_dict)
    saved = peer_groups.find(data_dict["id"])
    if saved is None:
        raise tk.ObjectNotFound(
            tk._("There is no peer group {id} that was loaded or saved here.").format(id=data_dict["id"][:60])
        )
    if saved.owner is None and not data_dict.get("why"):
        raise refused("why", tk._("Say why the group is taken back."))
    peer_groups.take_back(saved, common.user_name(context), data_dict.get("why") or "")
    again = None if saved.owner else groups.offered(config.definitions()).get(saved.name)
    return {"id": saved.name, "restored": {"title": again.title, "version": again.version} if again else None}
