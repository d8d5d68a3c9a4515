//! A segment as a packet: TCP (RFC 9293 §3.1) in IPv4 (RFC 791 §3.1).

use super::{Flags, MOST, Segment};
use crate::engine::tls::Side;

/// The address and the port of the client: an address of documentation (RFC 5737),
/// and the first port that is nobody's (RFC 6335 §6).
pub const CLIENT: ([u8; 4], u16) = ([192, 0, 2, 1], 49_152);

/// The address and the port of the server.
pub const SERVER: ([u8; 4], u16) = ([192, 0, 2, 2], 443);

/// How many bytes the header of IPv4 has, without options.
const IP: usize = 20;

/// How many bytes that of TCP has, without options.
const TCP: usize = 20;

/// The number of TCP in the header of IP.
const PROTOCOL: u8 = 6;

/// How many bytes an end takes before it has acknowledged them: all that the field
/// can say.
const WINDOW: u16 = u16::MAX;

/// A segment as a packet.
pub(super) fn ipv4(segment: &Segment) -> Vec<u8> {
    let ((source, _), (destination, _)) = ends(segment);
    let tcp = tcp(segment);
    let [high, low] = length(IP + tcp.len());
    // Version 4, and a header of five words; no fragments, so no number either
    // (RFC 6864 §4.1); 64 hops.
    let mut header = [
        &[0x45, 0, high, low, 0, 0, 0x40, 0, 64, PROTOCOL, 0, 0],
        source.as_slice(),
        &destination,
    ]
    .concat();
    let sum = checksum(&header);
    put(&mut header, 10, sum);
    [header, tcp].concat()
}

/// Who sends, and who gets it.
fn ends(segment: &Segment) -> (([u8; 4], u16), ([u8; 4], u16)) {
    let server = (SERVER.0, segment.port);
    match segment.from {
        Side::Client => (CLIENT, server),
        Side::Server => (server, CLIENT),
    }
}

fn tcp(segment: &Segment) -> Vec<u8> {
    let ((source, from), (destination, to)) = ends(segment);
    // How much a segment carries is said with the first (RFC 9293 §3.7.1).
    let options = match segment.flags.has(Flags::SYN) {
        true => [&[2, 4], length(MOST).as_slice()].concat(),
        false => Vec::new(),
    };
    let words = (TCP + options.len()) / 4;
    let mut bytes = [
        from.to_be_bytes().as_slice(),
        &to.to_be_bytes(),
        &segment.sequence.to_be_bytes(),
        &segment.acknowledges.to_be_bytes(),
        &[u8::try_from(words << 4).unwrap_or(u8::MAX), segment.flags.0],
        &WINDOW.to_be_bytes(),
        // The checksum, and nothing that is urgent.
        &[0; 4],
        &options,
        &segment.payload,
    ]
    .concat();
    let pseudo = [
        source.as_slice(),
        &destination,
        &[0, PROTOCOL],
        &length(bytes.len()),
    ]
    .concat();
    let sum = checksum(&[pseudo.as_slice(), &bytes].concat());
    put(&mut bytes, 16, sum);
    bytes
}

/// A length in two bytes; none here has more than [`MOST`] and two headers.
fn length(bytes: usize) -> [u8; 2] {
    u16::try_from(bytes).unwrap_or(u16::MAX).to_be_bytes()
}

fn put(bytes: &mut [u8], at: usize, number: u16) {
    if let Some(field) = bytes.get_mut(at..at + 2) {
        field.copy_from_slice(&number.to_be_bytes());
    }
}

/// The checksum of the internet (RFC 1071): the complement of the sum of all pairs
/// of bytes, with every carry added again.
pub(super) fn checksum(bytes: &[u8]) -> u16 {
    let pair = |pair: &[u8]| match *pair {
        [high, low] => u32::from(u16::from_be_bytes([high, low])),
        [high] => u32::from(high) << 8,
        _ => 0,
    };
    let mut sum: u32 = bytes.chunks(2).map(pair).sum();
    while let Some(carry) = Some(sum >> 16).filter(|carry| *carry > 0) {
        sum = (sum & 0xffff) + carry;
    }
    !u16::try_from(sum).unwrap_or(u16::MAX)
}
