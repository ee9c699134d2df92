"""The life of a revision, its background work included: the only code that changes a state.

Comes in: files or a nil statement for a return, and what people say about them. Goes out: ledger entries, and after them resources,
DataStore tables and search documents. Open ``states.py`` first (what may become what), then the rooms, from the top downwards:

``work``       who does the background work: claims, tries, the two drain loops, the clock
``repair``     what was lost or left behind is put right
``removal``    taking back: withdrawals, erasures, and what stands there afterwards
``filing``     files in → checking → the yes → the ledger
``followups``  after the ledger: catalogue, suppliers, DataStore tables, the index
``files``      files and artefacts, private, addressed by their SHA-256
``due``        what publishers have to file, and how it stands
``people``     CKAN's organisations as publishers, and who may do what for them
"""
