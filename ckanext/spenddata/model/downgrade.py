"""Going back to an older schema would drop what returns are made of: it is refused while there are any."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.spenddata.values.text import counted


def refuse_while_returns_exist(database: sa.Connection) -> None:
    """Refuse a downgrade on a portal that is in use; the migration's transaction is rolled back.

    Args:
        database: The connection of the migration.

    Raises:
        RuntimeError: There are returns.
    """
    count = database.scalar(sa.text("SELECT count(*) FROM spenddata_return"))
    if count:
        raise RuntimeError(
            f"This database holds {counted(count, 'return')}, and an older version of the extension would lose what belongs to them."
            " Nothing was changed. To go back, restore the backup that was made before the upgrade."
        )
