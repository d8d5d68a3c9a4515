//! Cases that no server loads, and those whose fault is not a client's.

use super::extensions::{BASIC, INFO_ACCESS, KEY_USAGE, SAN, SKI, basic, extension, names};
use super::keys::{Odd, P_256, P_384, P_521, Scheme};
use super::parts::Change;

/// All of them.
pub(super) const UNASKED: &[(&str, Change)] = &[
    ("point-off-curve", |it| {
        it.public(&P_256, |mut bits| {
            bits[65] ^= 1;
            bits
        });
    }),
    ("point-of-3-bytes", |it| {
        it.public(&P_256, |_| vec![0, 4, 1, 2])
    }),
    ("point-at-infinity", |it| it.public(&P_256, |_| vec![0, 0])),
    ("point-of-another-curve", |it| {
        it.public(&P_384, |bits| bits)
    }),
    ("point-in-no-form", |it| {
        it.public(&P_256, |_| vec![0, 5, 1])
    }),
    ("point-with-unused-bits", |it| {
        it.public(&P_256, |mut bits| {
            bits[0] = 1;
            bits[65] &= 0xfe;
            bits
        });
    }),
    ("point-hybrid-of-another", |it| {
        it.public(&P_256, |mut bits| {
            bits[1] = 7 - (bits[65] & 1);
            bits
        });
    }),
    ("point-short-on-p-521", |it| {
        it.public(&P_521, |_| [&[0, 4][..], &[1; 131]].concat());
    }),
    ("pss-salt-300", |it| {
        it.signed(Scheme::OddPss(Odd::LongSalt))
    }),
    ("pss-unreadable", |it| {
        it.signed(Scheme::OddPss(Odd::Unreadable))
    }),
    ("basic-with-more", |it| {
        it.leaf(|leaf| leaf.with(extension(BASIC, &[0x30, 0, 5, 0])));
    }),
    ("access-unreadable", |it| {
        it.leaf(|leaf| leaf.with(extension(INFO_ACCESS, &[5, 0])));
    }),
    ("unknown-critical", |it| {
        it.leaf(|leaf| leaf.with(extension(99, &[5, 0]).critical(true)));
    }),
    ("root-ski-unreadable", |it| {
        it.root.extensions.retain(|it| it.id != SKI);
        it.root.extensions.push(extension(SKI, &[5, 0]));
    }),
    ("no-ca-between", |it| {
        it.between(|ca| ca.with(basic(false, None)).without(KEY_USAGE));
    }),
    ("common-name-turned", |it| {
        it.leaf.subject = "\u{202e}tset.tsohlacol".into();
    }),
    ("no-names", |it| it.leaf(|leaf| leaf.without(SAN))),
    ("name-with-a-dot", |it| {
        it.leaf(|leaf| leaf.with(names(&["localhost."])))
    }),
];
