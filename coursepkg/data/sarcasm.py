"""Headlines of The Onion, which prints satire, and of HuffPost, which does not.

What it is:
    26,709 headlines in lower case, 11,724 of them from The Onion: the "News Headlines Dataset
    for Sarcasm Detection", version 1, of Rishabh Misra and Prahal Arora (2023). The makers'
    newest file is version 2, with other rows, so the address names a commit.
Terms:
    No licence is stated. The headlines belong to their publishers: for your own study.
Files:
    `sarcasm_v1.json` is the makers' file as it is, a JSON object a line: "headline",
    "is_sarcastic" (1 for The Onion), and a link, which would give the answer away and is not
    read.
Cleaning:
    A headline that occurs twice is kept once: 107 rows leave.
Parts:
    There is no official test part. A seeded rule draws the parts class by class: 17,291 rows
    train, 3,991 validate and 5,320 test.
"""

from .data_set import DataFile, DataSet, Download

SHA256 = "a0ef80faee87588f307aceb44eba562bc5c6b6f655c96c91677ae2fcc554ac51"

SET = DataSet(
    name="sarcasm",
    title="News Headlines Dataset for Sarcasm Detection, version 1",
    makers="Misra and Arora (2023)",
    terms="no licence stated: for your own study, not to be passed on",
    files={"all": DataFile("sarcasm_v1.json", rows=26_709, size=5_616_830, sha256=SHA256)},
    download=Download(
        "https://raw.githubusercontent.com/rishabhmisra/"
        "News-Headlines-Dataset-For-Sarcasm-Detection/"
        "6a79dc6039c6efd9132279f13e72711f7960db92/Sarcasm_Headlines_Dataset.json",
        sha256=SHA256,
        most_bytes=5_616_830,
        first_bytes=b"{",
    ),
    convert=lambda path: {"all": path.read_bytes()},
    noun="headline",
    text_field="headline",
    label_field="is_sarcastic",
    class_names=("plain", "sarcastic"),
)
