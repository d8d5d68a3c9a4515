//! What can be chosen of a connection: whom it joins, and what goes wrong.

use crate::engine::knowers::{Actor, Viewer};
use crate::units::choices;

choices! {
    /// Through whose eyes the connection is seen.
    pub(super) enum Eyes, at first All {
        All: "all", "You: all of it";
        Client: "client", "The client";
        Server: "server", "The server";
        Eavesdropper: "eavesdropper", "The eavesdropper";
    }
}

choices! {
    /// The suites that an end has.
    pub(super) enum Suites, at first Any {
        Any: "any", "Any of three";
        Aes128Gcm: "aes-128-gcm", "AES-128-GCM, SHA-256";
        Aes256Gcm: "aes-256-gcm", "AES-256-GCM, SHA-384";
        ChaCha20Poly1305: "chacha20-poly1305", "ChaCha20-Poly1305, SHA-256";
    }
}

choices! {
    /// The groups that an end has.
    pub(super) enum Groups, at first Any {
        Any: "any", "Any of three";
        X25519: "x25519", "X25519";
        P256: "p256", "P-256";
        X25519MlKem768: "x25519mlkem768", "X25519MLKEM768";
    }
}

choices! {
    /// Whether the client trusts the root.
    pub(super) enum Trust, at first Root {
        Root: "root", "The root above: curl --cacert";
        Nobody: "nobody", "Nobody: without --cacert";
    }
}

choices! {
    /// Whether the client looks at the certificate at all.
    pub(super) enum Checking, at first Checks {
        Checks: "checks", "The certificate: without --insecure";
        Insecure: "insecure", "Nothing: curl --insecure";
    }
}

choices! {
    /// Which certificate the client is shown.
    pub(super) enum Presented, at first Chosen {
        Chosen: "chosen", "The one above";
        Between: "between", "An example with a CA in between";
        Rogue: "rogue", "A rogue one, of a CA that the client does not trust";
        RogueTrusted: "rogue-trusted", "A rogue one, of a CA that it trusts, too";
    }
}

choices! {
    /// The protocols above TLS that the client offers (RFC 7301).
    pub(super) enum Alpn, at first Http11 {
        Http11: "http/1.1", "http/1.1";
        Both: "h2", "h2 and http/1.1, as browsers do";
        Nothing: "none", "Says nothing of it";
    }
}

choices! {
    /// The protocols above TLS that the server speaks.
    pub(super) enum ServerAlpn, at first Http11 {
        Http11: "http/1.1", "http/1.1";
        Imap: "imap", "imap alone, for mail";
        Nothing: "none", "Says nothing of it";
    }
}

choices! {
    /// Whose private key the server has.
    pub(super) enum Signing, at first Own {
        Own: "own", "Its private key";
        Another: "another", "Another one";
    }
}

choices! {
    /// What the server sends of its chain.
    pub(super) enum Sent, at first Complete {
        Complete: "complete", "Its certificate and those in between";
        Leaf: "leaf", "Its certificate alone";
        Reversed: "reversed", "The same in the wrong order";
    }
}

choices! {
    /// What somebody on the wire does.
    pub(super) enum Middle, at first Reads {
        Reads: "nothing", "Only reads";
        Flips: "flip", "Flips one bit of a record";
        Drops: "drop", "Drops a record";
        Replays: "replay", "Sends a record twice";
        Swaps: "swap", "Holds a record back until the next has passed";
    }
}

impl Alpn {
    /// The names, in the client's order.
    pub(super) fn protocols(self) -> Vec<String> {
        let names: &[&str] = match self {
            Self::Http11 => &["http/1.1"],
            Self::Both => &["h2", "http/1.1"],
            Self::Nothing => &[],
        };
        names.iter().map(ToString::to_string).collect()
    }
}

impl ServerAlpn {
    /// The names, in the server's order.
    pub(super) fn protocols(self) -> Vec<String> {
        match self {
            Self::Http11 => vec!["http/1.1".to_owned()],
            Self::Imap => vec!["imap".to_owned()],
            Self::Nothing => Vec::new(),
        }
    }
}

impl Eyes {
    /// Who looks.
    pub(super) fn viewer(self) -> Viewer {
        match self {
            Self::All => Viewer::Visitor,
            Self::Client => Viewer::Actor(Actor::Client),
            Self::Server => Viewer::Actor(Actor::Server),
            Self::Eavesdropper => Viewer::Actor(Actor::Eavesdropper),
        }
    }
}
