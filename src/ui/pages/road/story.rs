//! The story from the primes to the padlock: a station for each thing that is
//! made on the way, lit once one has made it.

use crate::desk::{Desk, KeyType, Kind};
use crate::draw::Ink;

/// A station.
struct Station {
    /// The page and the exhibit where it is.
    leads_to: &'static str,
    title: &'static str,
    says: &'static str,
    /// Its picture: what everybody may see, what its owner keeps, and the
    /// outlines around them, on a field of 48 by 32.
    public: &'static str,
    secret: &'static str,
    outline: &'static str,
    /// What lies on the desk once it is made, and by which units.
    makes: (Kind, &'static [&'static str]),
}

const STATIONS: [Station; 6] = [
    Station {
        leads_to: "cipher",
        title: "One secret",
        says: "Two who share a key can talk. But how do they share it?",
        public: "",
        secret: "M8 10h28v12h-28z",
        outline: "M2 4h40v24h-40zM15 10v12M22 10v12M29 10v12",
        makes: (Kind::FernetKey, &["fernet-key", "fernet-encrypt"]),
    },
    Station {
        leads_to: "rsa?at=rsa-keygen",
        title: "Two primes",
        says: "p and q are searched for. Their product n may be known to all.",
        public: "M9 8h28v16h-28z",
        secret: "M9 2h28v3h-28zM2 8h4v16h-4z",
        outline: "",
        makes: (Kind::PrivateKey(KeyType::Rsa), &[]),
    },
    Station {
        leads_to: "rsa?at=rsa-why",
        title: "A pair of keys",
        says: "What e locks, only d unlocks; what d signs, e checks.",
        public: "M2 8h18v16h-18z",
        secret: "M28 8h18v16h-18z",
        outline: "M20 12h8M25 9l3 3l-3 3M28 20h-8M23 17l-3 3l3 3",
        // The public half goes with it.
        makes: (Kind::PrivateKey(KeyType::Rsa), &[]),
    },
    Station {
        leads_to: "certificate?at=ca-root",
        title: "A root",
        says: "Somebody whom clients trust vouches for itself.",
        public: "M2 4h24v18h-24z",
        secret: "",
        outline: "M26 22c10 0 10 8 0 8h-14M15 27l-4 3l4 2M7 9h14M7 13h14M7 17h8",
        makes: (Kind::Certificate, &["ca-root", "make-it"]),
    },
    Station {
        leads_to: "certificate?at=csr",
        title: "A request",
        says: "A server says its name and shows its key.",
        public: "M2 4h24v24h-24z",
        secret: "",
        outline: "M7 9h14M7 13h14M7 17h14M7 22h6",
        makes: (Kind::Request, &[]),
    },
    Station {
        leads_to: "certificate?at=issue",
        title: "The padlock",
        says: "The root signs what it grants. Every client can check it.",
        public: "M2 14h22v15h-22z",
        secret: "",
        outline: "M7 14v-5c0-8 12-8 12 0v5M8 21l4 4l7-7",
        makes: (Kind::Certificate, &["issue", "make-it"]),
    },
];

/// Writes the stations, joined by their order.
pub(in crate::ui::pages) fn put_story(desk: &Desk, ink: &mut Ink) {
    ink.put(format_args!("<ol class=\"road\">"));
    for station in &STATIONS {
        let Station {
            leads_to,
            title,
            says,
            public,
            secret,
            outline,
            ..
        } = station;
        let (kind, units) = station.makes;
        let made = desk.things().iter().any(|thing| {
            thing.kind == kind && (units.is_empty() || units.contains(&&*thing.made_by))
        });
        let done = if made {
            "<span class=\"made-it\">✓ on your desk</span>"
        } else {
            ""
        };
        ink.put(format_args!("<li data-made=\"{made}\"><svg aria-hidden=\"true\" viewBox=\"0 0 48 32\"><path data-visibility=\"public\" d=\"{public}\"/><path data-visibility=\"secret\" d=\"{secret}\"/><path class=\"outline\" d=\"{outline}\"/></svg><a href=\"#/{leads_to}\">{title}</a><span class=\"says\">{says}</span>{done}</li>"));
    }
    ink.put(format_args!("</ol>"));
}
