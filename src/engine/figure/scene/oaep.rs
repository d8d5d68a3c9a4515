//! OAEP as its two rounds: what is hidden behind what. Everything falls
//! straight down: the seed stands above maskedSeed in EM, DB above maskedDB.

use super::Layout;

/// Encoding (RFC 8017 §7.1.1).
pub(super) static ENCODING: Layout = Layout {
    height: 280,
    unit: ("DB", 800),
    strips: &[
        ("seed", 42, 18, 42),
        ("DB", 158, 18, 250),
        ("dbMask", 158, 88, 270),
        ("maskedDB", 158, 150, 158),
        ("EM", 39, 230, 158),
    ],
    works: &[
        ("MGF1", 100, 73, "dbMask"),
        ("⊕", 600, 133, "maskedDB"),
        ("MGF1", 300, 195, "maskedSeed"),
        ("⊕", 100, 195, "maskedSeed"),
    ],
    ways: &[
        (&[(100, 46), (100, 102), (156, 102)], "dbMask"),
        (&[(600, 116), (600, 133)], "maskedDB"),
        (&[(958, 32), (985, 32), (985, 133), (600, 133)], "maskedDB"),
        (&[(600, 133), (600, 148)], "maskedDB"),
        (&[(400, 178), (400, 195), (120, 195)], "maskedSeed"),
        (&[(42, 32), (15, 32), (15, 195), (80, 195)], "maskedSeed"),
        (&[(100, 195), (100, 228)], "EM"),
        (&[(700, 178), (700, 228)], "EM"),
    ],
    words: &[
        ("seed", "random"),
        ("DB", "padding, then the message"),
        ("dbMask", "made from the seed"),
        ("maskedDB", "DB, hidden"),
        ("EM", "the block that is encrypted"),
    ],
    says: "OAEP in two rounds, each byte as dark as its value, to scale. MGF1 makes a mask from the seed; DB ⊕ the mask is maskedDB. MGF1 makes a mask from maskedDB; the seed ⊕ that mask is maskedSeed. A zero byte, maskedSeed and maskedDB are EM.",
};

/// Decoding (RFC 8017 §7.1.2): the same way back.
pub(super) static DECODING: Layout = Layout {
    height: 286,
    unit: ("maskedDB", 800),
    strips: &[
        ("EM", 39, 20, 39),
        ("seed", 42, 122, 130),
        ("dbMask", 158, 172, 270),
        ("DB", 158, 236, 158),
    ],
    works: &[
        ("MGF1", 300, 92, "seed"),
        ("⊕", 100, 92, "seed"),
        ("MGF1", 100, 164, "dbMask"),
        ("⊕", 600, 217, "DB"),
    ],
    ways: &[
        (&[(400, 66), (400, 92), (120, 92)], "seed"),
        (&[(100, 66), (100, 120)], "seed"),
        (&[(100, 150), (100, 186), (156, 186)], "dbMask"),
        (&[(958, 34), (985, 34), (985, 217), (600, 217)], "DB"),
        (&[(600, 200), (600, 234)], "DB"),
    ],
    words: &[
        ("EM", "the block that was encrypted"),
        ("dbMask", "made from the seed"),
        ("DB", "padding, then the message"),
    ],
    says: "OAEP taken apart again, each byte as dark as its value, to scale. MGF1 makes a mask from maskedDB: with it maskedSeed becomes the seed. MGF1 makes a mask from the seed: with it maskedDB becomes DB.",
};
