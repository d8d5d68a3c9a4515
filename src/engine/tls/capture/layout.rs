//! What each byte of a packet is: IPv4, TCP, and what it carries.

use super::packet::ipv4;
use super::{Flags, Segment};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::tls::Side;
use crate::engine::tls::wire;

/// How many bytes the header of IPv4 has here.
const IP: usize = 20;

impl Segment {
    /// The packet that carries it, byte by byte (RFC 791 §3.1, RFC 9293 §3.1).
    #[must_use]
    pub fn dissect(&self) -> Dissection {
        let bytes = ipv4(self);
        let start = bytes.len() - self.payload.len();
        let ip = Field::new(0..IP, "IPv4 header")
            .meaning(match self.from {
                Side::Client => "from the client to the server",
                Side::Server => "from the server to the client",
            })
            .role(Role::Frame)
            .source("RFC 791", "3.1")
            .inside(address(self.from));
        let tcp = Field::new(IP..start, "TCP header")
            .meaning(self.flags.names())
            .source("RFC 9293", "3.1")
            .inside(self.header(start));
        let mut fields = vec![ip, tcp];
        if !self.payload.is_empty() {
            fields.push(self.carried(start));
        }
        Dissection::new("Packet", bytes, fields)
    }

    /// What it carries: HTTP in the open, a record of TLS, or a part of one.
    fn carried(&self, start: usize) -> Field {
        let (name, inside) = match (self.record, self.payload.as_slice()) {
            (None, payload) => ("HTTP", Some(wire::dissect_http(payload))),
            (Some(_), payload @ [20..=23, 3, ..]) => ("TLS record", Some(wire::dissect(payload))),
            (Some(_), _) => ("more of a TLS record", None),
        };
        let fields = inside
            .into_iter()
            .flat_map(|mut whole| std::mem::take(&mut whole.fields));
        let fields = fields.map(|field| field.shifted(start));
        Field::new(start..start + self.payload.len(), name).inside(fields.collect())
    }

    fn header(&self, end: usize) -> Vec<Field> {
        let at = |from: usize, to: usize, name: &'static str| Field::new(IP + from..IP + to, name);
        let (source, destination) = match self.from {
            Side::Client => (super::CLIENT.1, self.port),
            Side::Server => (self.port, super::CLIENT.1),
        };
        let acknowledges = match self.flags.has(Flags::ACK) {
            true => self.acknowledges.to_string(),
            false => "nothing yet".to_owned(),
        };
        let mut fields = vec![
            at(0, 2, "source port").meaning(source.to_string()),
            at(2, 4, "destination port").meaning(destination.to_string()),
            at(4, 8, "sequence number")
                .meaning(format!("{}: that of the first byte", self.sequence)),
            at(8, 12, "acknowledgment number").meaning(acknowledges),
            at(12, 13, "data offset").meaning(format!("{} bytes of header", end - IP)),
            at(13, 14, "flags").meaning(self.flags.names()),
            at(14, 16, "window").meaning("65535 bytes may be on their way"),
            at(16, 18, "checksum").role(Role::Frame),
            at(18, 20, "urgent pointer")
                .meaning("not used")
                .role(Role::Frame),
        ];
        if end > IP + 20 {
            fields.push(
                Field::new(IP + 20..end, "option: maximum segment size")
                    .meaning(format!("{} bytes", super::MOST)),
            );
        }
        fields
    }
}

/// The fields of the header of IPv4 as packets here have it.
fn address(from: Side) -> Vec<Field> {
    let frame =
        |from: usize, to: usize, name: &'static str| Field::new(from..to, name).role(Role::Frame);
    let dotted = |[a, b, c, d]: [u8; 4]| format!("{a}.{b}.{c}.{d}");
    let ends = match from {
        Side::Client => [super::CLIENT.0, super::SERVER.0],
        Side::Server => [super::SERVER.0, super::CLIENT.0],
    };
    let [source, destination] = ends.map(dotted);
    vec![
        frame(0, 1, "version and header length").meaning("4, and 20 bytes"),
        frame(1, 2, "type of service"),
        frame(2, 4, "total length"),
        frame(4, 8, "identification and fragments").meaning("not cut into pieces"),
        frame(8, 9, "time to live").meaning("64 hops"),
        frame(9, 10, "protocol").meaning("6: TCP"),
        frame(10, 12, "header checksum"),
        Field::new(12..16, "source address").meaning(source),
        Field::new(16..20, "destination address").meaning(destination),
    ]
}
