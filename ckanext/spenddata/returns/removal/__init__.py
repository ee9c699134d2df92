"""Taking back what is public: withdrawals and erasures, as orders; and what stands at the old addresses afterwards.

Open ``removals.py`` first (the orders), then ``erasing.py`` (how one is carried out). ``tombstones`` and ``addresses`` answer who asks for
what is gone.
"""
