//! A connection as the files that Wireshark opens: the packets that would have
//! carried it, with TCP and IP around its records, and the secrets to read them.
//!
//! The records never were on a network, so all around them is made up here, and
//! always in the same way: the addresses are those of documentation (RFC 5737),
//! both ends count from a fixed number, and packets follow each other at a fixed
//! distance from a time that is handed in. The header bytes are written here: they
//! are forty and never change their shape.

mod file;
mod layout;
mod packet;

use super::Side;
use super::connection::Connection;
use super::wire::{HEADER, MESSAGE_HEADER};
use std::fmt::Write as _;
use std::ops::BitOr;

pub use packet::{CLIENT, SERVER};

/// How many bytes a segment carries at most: what Ethernet has room for, without
/// the headers of IP and TCP.
pub const MOST: usize = 1460;

/// The port of HTTP in the open (RFC 9110 §4.2.1).
pub const HTTP: u16 = 80;

/// How many microseconds one packet is behind another.
const GAP: u64 = 250;

/// The number that the SYN of an end has. TCP draws it (RFC 9293 §3.4.1); here it
/// is fixed, and a power of two, so that one sees how far each end has come.
const fn first(side: Side) -> u32 {
    match side {
        Side::Client => 0x1000_0000,
        Side::Server => 0x2000_0000,
    }
}

/// The flags of a segment (RFC 9293 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(pub u8);

impl Flags {
    /// The sender says all that it has to say.
    pub const FIN: Self = Self(0x01);
    /// The sender begins to count.
    pub const SYN: Self = Self(0x02);
    /// What came so far is to be handed on.
    pub const PSH: Self = Self(0x08);
    /// The number of what is expected next holds.
    pub const ACK: Self = Self(0x10);

    /// Whether all of these are set.
    #[must_use]
    pub const fn has(self, these: Self) -> bool {
        self.0 & these.0 == these.0
    }

    /// The names of those that are set, such as `SYN, ACK`.
    #[must_use]
    pub fn names(self) -> String {
        let all = [
            (Self::FIN, "FIN"),
            (Self::SYN, "SYN"),
            (Self::PSH, "PSH"),
            (Self::ACK, "ACK"),
        ];
        let set = all.into_iter().filter(|(flag, _)| self.has(*flag));
        set.map(|(_, name)| name).collect::<Vec<_>>().join(", ")
    }
}

impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A segment of TCP (RFC 9293), and when it passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Who sent it.
    pub from: Side,
    /// The port of the server: 80 where HTTP is in the open, 443 with TLS.
    pub port: u16,
    /// Its flags.
    pub flags: Flags,
    /// The number of its first byte.
    pub sequence: u32,
    /// The number of the byte that its sender expects next; 0 where it says none.
    pub acknowledges: u32,
    /// What it carries: a record or a part of one.
    pub payload: Vec<u8>,
    /// The number of that record, from 0, in [`Connection::records`].
    pub record: Option<usize>,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at: u64,
}

impl Segment {
    /// The numbers of its first byte and of the one that it expects next, counted
    /// from where each end began, as Wireshark shows them.
    #[must_use]
    pub fn counted(&self) -> [u32; 2] {
        let (own, others) = (first(self.from), first(self.from.other()));
        [
            self.sequence.wrapping_sub(own),
            self.acknowledges.wrapping_sub(others),
        ]
    }

    /// How many numbers it takes: one for each byte, and one for each SYN and FIN.
    #[must_use]
    pub fn length(&self) -> u32 {
        let counted = [Flags::SYN, Flags::FIN];
        let flags = counted.iter().filter(|flag| self.flags.has(**flag)).count();
        u32::try_from(self.payload.len() + flags).unwrap_or(u32::MAX)
    }
}

/// A connection as somebody on the wire saw it, right before what passed reached
/// the other end: what is changed there is changed here, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Its segments, in order.
    pub segments: Vec<Segment>,
}

impl Capture {
    /// A connection that began at this time, in seconds since 1970-01-01 UTC.
    ///
    /// Every record is acknowledged at once, so that what is on its way always fits
    /// into the window. Where an end gave up or both have said all, both close; where
    /// they wait for what does not come, the capture ends with that.
    #[must_use]
    pub fn of(connection: &Connection, started: u64) -> Self {
        let mut talk = Talk::begin(started, SERVER.1);
        for (number, record) in connection.records.iter().enumerate() {
            for arrived in &record.arrived {
                talk.message(Side::of(record.from), arrived, Some(number));
            }
        }
        let ends = connection.is_complete() || !connection.failures.is_empty();
        if let Some(last) = connection.records.last().filter(|_| ends) {
            talk.end(Side::of(last.from));
        }
        Self {
            segments: talk.segments,
        }
    }

    /// A question and its answer in the open, each whole, as HTTP has them.
    #[must_use]
    pub fn in_the_open(request: &[u8], response: &[u8], started: u64) -> Self {
        let mut talk = Talk::begin(started, HTTP);
        for (from, bytes) in [(Side::Client, request), (Side::Server, response)] {
            talk.message(from, bytes, None);
        }
        talk.end(Side::Server);
        Self {
            segments: talk.segments,
        }
    }

    /// As a file of the form pcap (draft-ietf-opsawg-pcap).
    #[must_use]
    pub fn pcap(&self) -> Vec<u8> {
        file::pcap(&self.packets())
    }

    /// As a file of the form pcapng (draft-ietf-opsawg-pcapng), which can have a key
    /// log in it: by that Wireshark reads what is sealed.
    #[must_use]
    pub fn pcapng(&self, key_log: Option<&str>) -> Vec<u8> {
        file::pcapng(&self.packets(), key_log)
    }

    /// Each packet, and when it passed.
    fn packets(&self) -> Vec<(u64, Vec<u8>)> {
        let packet = |segment| packet::ipv4(segment);
        let all = self.segments.iter();
        all.map(|segment| (segment.at, packet(segment))).collect()
    }
}

/// How far both ends have come.
struct Talk {
    segments: Vec<Segment>,
    /// The number of the next byte of each, client first.
    next: [u32; 2],
    at: u64,
    port: u16,
}

impl Talk {
    fn send(&mut self, from: Side, flags: Flags, payload: &[u8], record: Option<usize>) {
        let [client, server] = &mut self.next;
        let (own, others) = match from {
            Side::Client => (client, server),
            Side::Server => (server, client),
        };
        let segment = Segment {
            from,
            port: self.port,
            flags,
            sequence: *own,
            acknowledges: if flags.has(Flags::ACK) { *others } else { 0 },
            payload: payload.to_vec(),
            record,
            at: self.at,
        };
        *own = own.wrapping_add(segment.length());
        self.at = self.at.saturating_add(GAP);
        self.segments.push(segment);
    }

    /// Both have said to each other where they begin to count (RFC 9293 §3.5).
    fn begin(started: u64, port: u16) -> Self {
        let mut talk = Self {
            port,
            segments: Vec::new(),
            next: [first(Side::Client), first(Side::Server)],
            at: started.saturating_mul(1_000_000),
        };
        talk.send(Side::Client, Flags::SYN, &[], None);
        talk.send(Side::Server, Flags::SYN | Flags::ACK, &[], None);
        talk.send(Side::Client, Flags::ACK, &[], None);
        talk
    }

    /// One closes, and then the other (RFC 9293 §3.6).
    fn end(&mut self, from: Side) {
        self.send(from, Flags::FIN | Flags::ACK, &[], None);
        self.send(from.other(), Flags::FIN | Flags::ACK, &[], None);
        self.send(from, Flags::ACK, &[], None);
    }

    /// A message, such as a record, in as many segments as it needs, and that it
    /// came.
    fn message(&mut self, from: Side, bytes: &[u8], record: Option<usize>) {
        let mut parts = bytes.chunks(MOST).peekable();
        while let Some(part) = parts.next() {
            let flags = match parts.peek() {
                Some(_) => Flags::ACK,
                None => Flags::PSH | Flags::ACK,
            };
            self.send(from, flags, part, record);
        }
        self.send(from.other(), Flags::ACK, &[], None);
    }
}

/// The random of the client, by which a key log says whose secrets it has: the 32
/// bytes behind the version of its first message (RFC 8446 §4.1.2).
#[must_use]
pub fn client_random(connection: &Connection) -> Option<&[u8]> {
    let first = connection.records.first()?;
    let from = HEADER + MESSAGE_HEADER + 2;
    first.bytes.get(from..from + 32)
}

/// A key log as programs write it where `SSLKEYLOGFILE` says so
/// (draft-ietf-tls-keylogfile): a line for each label and secret, such as those of
/// [`Story::log`](super::conversation::Story::log).
#[must_use]
pub fn key_log(client_random: &[u8], log: &[(&str, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (label, secret) in log {
        text.push_str(label);
        for bytes in [client_random, secret] {
            text.push(' ');
            for byte in bytes {
                // A string takes all.
                let _ = write!(text, "{byte:02x}");
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
