#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::tls::connected;
use crate::engine::tls::connection::Interference;
use crate::engine::tls::conversation::Story;

/// 2026-11-23 12:00:00 UTC.
const STARTED: u64 = 1_795_435_200;

fn captured(interference: Interference) -> (Connection, Capture) {
    let connection = connected(
        |_, server| server.response.resize(40_000, b'x'),
        interference,
    );
    let capture = Capture::of(&connection, STARTED);
    (connection, capture)
}

/// What an end said, put together as the other end does.
fn stream(capture: &Capture, from: Side) -> Vec<u8> {
    let all = capture.segments.iter().filter(|one| one.from == from);
    all.flat_map(|one| one.payload.clone()).collect()
}

fn arrived(connection: &Connection, side: Side) -> Vec<u8> {
    let all = connection
        .records
        .iter()
        .filter(|one| Side::of(one.from) == side);
    all.flat_map(|one| one.arrived.concat()).collect()
}

#[test]
fn the_streams_are_what_arrived() {
    use Interference::{Drop, Flip, Nothing, Replay, Swap};
    let all = [
        Nothing,
        Flip { record: 3, bit: 9 },
        Drop { record: 3 },
        Replay { record: 6 },
        Swap { record: 7 },
    ];
    for interference in all {
        let (connection, capture) = captured(interference);
        for side in [Side::Client, Side::Server] {
            assert_eq!(stream(&capture, side), arrived(&connection, side));
        }
    }
}

#[test]
fn every_number_follows_from_those_before() {
    let (_, capture) = captured(Interference::Nothing);
    let mut next = [0x1000_0000_u32, 0x2000_0000];
    for (number, segment) in capture.segments.iter().enumerate() {
        let own = usize::from(segment.from == Side::Server);
        assert_eq!(segment.sequence, next[own], "{number}");
        let expected = if number == 0 { 0 } else { next[1 - own] };
        assert_eq!(segment.acknowledges, expected, "{number}");
        assert_eq!(segment.flags.has(Flags::ACK), number > 0);
        assert!(segment.payload.len() <= MOST);
        assert_eq!(segment.payload.is_empty(), segment.record.is_none());
        let at = STARTED * 1_000_000 + 250 * u64::try_from(number).unwrap();
        assert_eq!(segment.at, at);
        next[own] += segment.length();
    }
    let said = stream(&capture, Side::Client).len();
    // A SYN and a FIN take a number each.
    let counted = usize::try_from(next[0] - 0x1000_0000).unwrap();
    assert_eq!(counted, said + 2);
}

#[test]
fn it_begins_with_three_and_ends_with_three() {
    let (_, capture) = captured(Interference::Nothing);
    let names = |segment: &Segment| (segment.from, segment.flags.names());
    let all: Vec<_> = capture.segments.iter().map(names).collect();
    let (client, server) = (Side::Client, Side::Server);
    let says = |from, flags: &str| (from, flags.to_owned());
    assert_eq!(
        all[..3],
        [
            says(client, "SYN"),
            says(server, "SYN, ACK"),
            says(client, "ACK")
        ]
    );
    assert_eq!(
        all[all.len() - 3..],
        [
            says(client, "FIN, ACK"),
            says(server, "FIN, ACK"),
            says(client, "ACK")
        ]
    );
}

#[test]
fn who_waits_for_ever_does_not_close() {
    let ends = |interference| {
        let (connection, capture) = captured(interference);
        let closes = capture.segments.iter().any(|one| one.flags.has(Flags::FIN));
        (connection.is_complete(), closes)
    };
    assert_eq!(ends(Interference::Nothing), (true, true));
    assert_eq!(
        ends(Interference::Flip { record: 3, bit: 9 }),
        (false, true)
    );
    assert_eq!(ends(Interference::Drop { record: 3 }), (false, false));
}

#[test]
fn checksums_come_to_zero() {
    let (_, capture) = captured(Interference::Nothing);
    for segment in &capture.segments {
        let packet = packet::ipv4(segment);
        let (header, tcp) = packet.split_at(20);
        assert_eq!(packet::checksum(header), 0);
        let length = u16::try_from(tcp.len()).unwrap().to_be_bytes();
        let pseudo = [&header[12..20], &[0, 6], &length, tcp].concat();
        assert_eq!(packet::checksum(&pseudo), 0);
    }
    // RFC 1071 §3, and one byte that is alone.
    let example = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
    assert_eq!(packet::checksum(&example), !0xddf2);
    assert_eq!(packet::checksum(&[0x12]), !0x1200);
}

/// The blocks of a pcapng: type and body.
fn blocks(mut file: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes[..4].try_into().unwrap());
    let mut all = Vec::new();
    while !file.is_empty() {
        let length = usize::try_from(word(&file[4..])).unwrap();
        assert_eq!(length % 4, 0);
        assert_eq!(word(&file[length - 4..]), word(&file[4..]));
        all.push((word(file), file[8..length - 4].to_vec()));
        file = &file[length..];
    }
    all
}

#[test]
fn the_secrets_stand_before_the_packets() {
    let (connection, capture) = captured(Interference::Nothing);
    let log = key_log(
        client_random(&connection).unwrap(),
        &Story::of(&connection).log,
    );
    let lines: Vec<Vec<&str>> = log.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(lines.len(), 5);
    for line in &lines {
        assert_eq!(line.len(), 3);
        assert_eq!((line[1], line[1].len()), (lines[0][1], 64));
        assert_eq!(line[2].len(), 64);
    }
    let all = blocks(&capture.pcapng(Some(&log)));
    let kinds: Vec<u32> = all.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds[..3], [0x0a0d_0d0a, 1, 0xa]);
    assert!(kinds[3..].iter().all(|kind| *kind == 6));
    assert_eq!(kinds.len(), 3 + capture.segments.len());
    let (_, secrets) = &all[2];
    assert_eq!(&secrets[..4], b"KSLT");
    assert_eq!(&secrets[8..8 + log.len()], log.as_bytes());
    // Without them the file is the same but for that block.
    let mut without = all.clone();
    without.remove(2);
    assert_eq!(blocks(&capture.pcapng(None)), without);
}

#[test]
fn both_files_have_the_same_packets() {
    let (_, capture) = captured(Interference::Nothing);
    let with = blocks(&capture.pcapng(None));
    let packets = with.iter().filter(|(kind, _)| *kind == 6);
    let file = capture.pcap();
    let mut rest = &file[24..];
    for (_, packet) in packets {
        let length =
            usize::try_from(u32::from_le_bytes(packet[12..16].try_into().unwrap())).unwrap();
        let (own, behind) = rest.split_at(16 + length);
        assert_eq!(own[..4], u32::try_from(STARTED).unwrap().to_le_bytes());
        assert_eq!(own[16..], packet[20..20 + length]);
        rest = behind;
    }
    assert!(rest.is_empty());
}
