//! The block of PSS: what the hash of the message becomes. H stands above its
//! place in EM, DB above maskedDB.

use super::Layout;

/// Encoding (RFC 8017 §9.1.1, figure 2).
pub(super) static ENCODING: Layout = Layout {
    height: 348,
    unit: ("EM", 920),
    strips: &[
        ("M′", 701, 22, None),
        ("H", 841, 120, Some((765, 114))),
        ("DB", 40, 120, None),
        ("dbMask′", 40, 208, None),
        ("EM", 40, 298, None),
    ],
    works: &[
        ("SHA-256", 898, 88, "H"),
        ("MGF1", 898, 184, "dbMask′"),
        ("⊕", 440, 262, "maskedDB"),
    ],
    ways: &[
        (&[(898, 70), (898, 118)], "H"),
        (&[(898, 148), (898, 222), (843, 222)], "dbMask′"),
        (&[(440, 236), (440, 262)], "maskedDB"),
        (&[(40, 134), (15, 134), (15, 262), (440, 262)], "maskedDB"),
        (&[(440, 262), (440, 296)], "maskedDB"),
        (&[(950, 148), (950, 296)], "EM"),
    ],
    words: &[],
    says: "The block of PSS, each byte as dark as its value, to scale. M′ is eight zeros, the hash of the message and the salt; H is its hash. MGF1 makes a mask from H, whose leftmost bits are cleared; DB ⊕ that mask is maskedDB. EM is maskedDB, H and the byte bc.",
};
