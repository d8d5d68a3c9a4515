#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::{Client, Interference, Reason, Server};
use crate::engine::pki::{NOW, pair};
use crate::engine::tls::connected;
use crate::engine::tls::conversation::Story;
use crate::engine::tls::provider::{Group, Suite};
use crate::engine::tls::wire;

#[test]
fn a_record_that_is_held_back_waits_for_the_next_of_its_sender() {
    // The rest of the server's handshake, and the client's request: what comes next
    // on the wire is the other's.
    for record in [3, 6] {
        let connection = connected(|_, _| {}, Interference::Swap { record });
        assert_eq!(connection.failures, [], "{record}");
        assert!(!connection.is_complete(), "{record}");
        let held = &connection.records[record].bytes;
        let all = &mut connection.records.iter();
        assert!(all.all(|one| !one.arrived.contains(held)), "{record}");
    }
}

#[test]
fn the_chain_is_read_off_the_handshake() {
    let (pair, _) = pair(7, Some(0));
    let sent = vec![pair.server.der().to_vec(), pair.root.der().to_vec()];
    let chain = sent.clone();
    let connection = connected(|_, server| server.chain = chain, Interference::Nothing);
    assert_eq!(Story::of(&connection).chain(), sent);
    // Cut anywhere, a message gives what is whole of it.
    let message = [&[11, 0, 0, 9, 0, 0, 0, 5, 0, 0, 1, 7, 0, 0][..], &[0, 0, 1]].concat();
    for end in 0..message.len() {
        let whole = if end < 14 { 0 } else { 1 };
        assert_eq!(wire::certificates(&message[..end]).len(), whole, "{end}");
    }
}

#[test]
fn why_an_end_gives_up_is_a_value() {
    type Change = fn(&mut Client, &mut Server);
    let cases: [(Change, Reason); 6] = [
        (|client, _| client.roots.clear(), Reason::UnknownIssuer),
        (
            |client, _| client.host = "example.com".into(),
            Reason::OtherHost,
        ),
        (|client, _| client.now = NOW + 400 * 86_400, Reason::Ended),
        (
            |client, _| client.now = NOW - 400 * 86_400,
            Reason::NotYetValid,
        ),
        (
            |client, _| client.suites = vec![Suite::Aes128Gcm],
            Reason::NoSuite,
        ),
        (
            |client, _| client.groups = vec![Group::X25519],
            Reason::NoGroup,
        ),
    ];
    for (change, reason) in cases {
        let limited = |client: &mut Client, server: &mut Server| {
            server.suites = vec![Suite::Aes256Gcm];
            server.groups = vec![Group::P256];
            change(client, server);
        };
        let connection = connected(limited, Interference::Nothing);
        assert_eq!(connection.failures[0].reason, reason);
    }
    let flipped = connected(|_, _| {}, Interference::Flip { record: 3, bit: 9 });
    assert_eq!(flipped.failures[0].reason, Reason::Unopened);
}
