//! What Wireshark, by its `tshark`, reads in the captures.

use super::ends::{Identity, group_name, suite_name};
use crate::support::judges;
use crate::support::pki::{Folder, NOW};
use chacha20::ChaCha20Rng;
use padlock::engine::tls::capture::{Capture, client_random, key_log};
use padlock::engine::tls::connection::{Connection, Interference, connect};
use padlock::engine::tls::conversation::Story;
use padlock::engine::tls::provider::{Group, Suite};
use rand::SeedableRng as _;
use std::sync::LazyLock;

static RSA: LazyLock<Identity> = LazyLock::new(|| Identity::made("rsa", NOW).unwrap());
static P256: LazyLock<Identity> = LazyLock::new(|| Identity::made("p256", NOW).unwrap());

/// What is asked of each packet: its number, what is wrong with it, its checksums,
/// and what is read in it.
const FIELDS: [&str; 9] = [
    "frame.number",
    "_ws.malformed",
    "_ws.expert.severity",
    "ip.checksum.status",
    "tcp.checksum.status",
    "http.request.method",
    "http.request.uri",
    "http.response.code",
    "http.file_data",
];

/// Of what a note says, and what is worse is a warning or an error.
const NOTE: u32 = 0x0040_0000;

/// What was read in a file.
struct Reading {
    packets: usize,
    /// How many of them are malformed, or have a checksum that is wrong or was not
    /// looked at.
    bad: usize,
    /// Method, path, status and body, of each packet that has one.
    http: Vec<[String; 4]>,
    /// How serious the worst was that was noticed.
    worst: u32,
}

fn connected(identity: &Identity, suite: Suite, group: Group, why: Interference) -> Connection {
    let mut client = identity.client(NOW + 60);
    client.suites = vec![suite];
    client.groups = vec![group];
    let server = identity.server(NOW + 60).unwrap();
    let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
    connect(client, server, random, why).unwrap()
}

fn log(connection: &Connection) -> String {
    let log = Story::of(connection).log;
    key_log(client_random(connection).unwrap(), &log)
}

/// Reads a file, with no settings of whoever runs this.
fn read(folder: &Folder, file: &str, more: &[&str]) -> Option<Reading> {
    let mut tshark = judges::tshark()?;
    tshark
        .env("WIRESHARK_CONFIG_DIR", &folder.0)
        .args(["-n", "-r", file, "-T", "fields", "-E", "separator=|"])
        .args(["-o", "ip.check_checksum:TRUE"])
        .args(["-o", "tcp.check_checksum:TRUE"])
        .args(more);
    for field in FIELDS {
        tshark.args(["-e", field]);
    }
    let said = folder.run(&mut tshark);
    let mut reading = Reading {
        packets: 0,
        bad: 0,
        http: Vec::new(),
        worst: 0,
    };
    // What tshark says of itself has no such line.
    for line in said.lines() {
        let fields: Vec<&str> = line.split('|').collect();
        let [_, malformed, severity, ip, tcp, http @ ..] = fields.as_slice() else {
            continue;
        };
        reading.packets += 1;
        // 1, or a word for it in later versions.
        let holds = [ip, tcp].iter().all(|sum| ["1", "Good"].contains(sum));
        reading.bad += usize::from(!malformed.is_empty() || !holds);
        let severity = severity.split(',').filter_map(|one| one.parse().ok());
        reading.worst = severity.fold(reading.worst, u32::max);
        let http: [&str; 4] = http.try_into().unwrap();
        if http.iter().any(|one| !one.is_empty()) {
            reading.http.push(http.map(str::to_owned));
        }
    }
    Some(reading)
}

/// Holds that a reading has the request and the answer, in that order.
fn assert_open(reading: &Reading, case: &str) {
    let [request, answer] = reading.http.as_slice() else {
        panic!("{case}: {:?}", reading.http);
    };
    assert_eq!(request[..3], ["GET", "/padlock", ""], "{case}");
    assert_eq!(answer[..3], ["", "", "200"], "{case}");
    // As text, or in hex in earlier versions.
    let said = "Nobody else can read this.";
    let hex: String = said.bytes().map(|byte| format!("{byte:02x}")).collect();
    let body = answer[3].replace(':', "");
    assert!(body == said || body == hex, "{case}: {body}");
}

#[test]
fn wireshark_reads_every_suite_and_group() {
    for (identity, kind) in [(&RSA, "rsa"), (&P256, "p256")] {
        for suite in Suite::ALL {
            for group in Group::ALL {
                // One kind of certificate is enough for most.
                if kind == "p256" && suite != Suite::Aes128Gcm {
                    continue;
                }
                let case = format!("{kind}-{}-{}", suite_name(suite), group_name(group));
                let connection = connected(identity, suite, group, Interference::Nothing);
                let capture = Capture::of(&connection, NOW);
                let log = log(&connection);
                let folder = Folder::new(&format!("capture-{case}"));
                folder.write("with.pcapng", capture.pcapng(Some(&log)));
                folder.write("without.pcapng", capture.pcapng(None));
                folder.write("plain.pcap", capture.pcap());
                folder.write("keys.log", &log);
                let keys = ["-o", "tls.keylog_file:keys.log"];
                let Some(with) = read(&folder, "with.pcapng", &[]) else {
                    return;
                };
                let without = read(&folder, "without.pcapng", &[]).unwrap();
                let plain = read(&folder, "plain.pcap", &[]).unwrap();
                let beside = read(&folder, "plain.pcap", &keys).unwrap();
                for (reading, is_open) in [
                    (with, true),
                    (beside, true),
                    (without, false),
                    (plain, false),
                ] {
                    assert_eq!(reading.packets, capture.segments.len(), "{case}");
                    assert_eq!(reading.bad, 0, "{case}");
                    assert!(reading.worst <= NOTE, "{case}: {:#x}", reading.worst);
                    match is_open {
                        true => assert_open(&reading, &case),
                        false => assert_eq!(reading.http, [[""; 4]; 0], "{case}"),
                    }
                }
            }
        }
    }
}

#[test]
fn wireshark_takes_every_failure_for_tcp_without_a_fault() {
    use Interference::{Drop, Flip, Replay, Swap};
    for why in [
        Flip { record: 3, bit: 9 },
        Drop { record: 3 },
        Replay { record: 6 },
        Swap { record: 7 },
    ] {
        let connection = connected(&P256, Suite::Aes128Gcm, Group::X25519, why);
        assert!(!connection.is_complete(), "{why:?}");
        let capture = Capture::of(&connection, NOW);
        let folder = Folder::new("capture-failure");
        folder.write("it.pcapng", capture.pcapng(Some(&log(&connection))));
        let Some(reading) = read(&folder, "it.pcapng", &[]) else {
            return;
        };
        assert_eq!(reading.packets, capture.segments.len(), "{why:?}");
        assert_eq!(reading.bad, 0, "{why:?}");
    }
}

#[test]
fn wireshark_reads_on_after_a_second_hello() {
    let mut client = P256.client(NOW + 60);
    client.groups = vec![Group::X25519, Group::P256];
    let mut server = P256.server(NOW + 60).unwrap();
    server.groups = vec![Group::P256];
    let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
    let connection = connect(client, server, random, Interference::Nothing).unwrap();
    // Two hellos of the client, each in a record of its own.
    let is_hello = |bytes: &[u8]| bytes[0] == 22 && bytes[5] == 1;
    let hellos = connection.records.iter();
    assert_eq!(hellos.filter(|one| is_hello(&one.bytes)).count(), 2);
    let folder = Folder::new("capture-retry");
    let capture = Capture::of(&connection, NOW);
    folder.write("it.pcapng", capture.pcapng(Some(&log(&connection))));
    if let Some(reading) = read(&folder, "it.pcapng", &[]) {
        assert_eq!(reading.bad, 0);
        assert_open(&reading, "a second hello");
    }
}

#[test]
fn wireshark_puts_a_long_answer_together() {
    let client = P256.client(NOW + 60);
    let mut server = P256.server(NOW + 60).unwrap();
    let body = "0123456789".repeat(5_000);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 50000\r\n\r\n";
    server.response = [head, &body].concat().into_bytes();
    let random = [1, 2].map(|seed| ChaCha20Rng::from_seed([seed; 32]));
    let connection = connect(client, server, random, Interference::Nothing).unwrap();
    let capture = Capture::of(&connection, NOW);
    let folder = Folder::new("capture-long");
    folder.write("it.pcapng", capture.pcapng(Some(&log(&connection))));
    let Some(reading) = read(&folder, "it.pcapng", &[]) else {
        return;
    };
    assert!(capture.segments.len() > 50);
    assert_eq!((reading.packets, reading.bad), (capture.segments.len(), 0));
    assert!(reading.worst <= NOTE, "{:#x}", reading.worst);
    let bodies: Vec<&str> = reading.http.iter().map(|one| one[3].as_str()).collect();
    let hex: String = body.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(bodies == ["", &body] || bodies == ["", &hex]);
}

/// The readings above would notice.
#[test]
fn wireshark_notices_a_changed_packet() {
    let nothing = Interference::Nothing;
    let connection = connected(&P256, Suite::Aes128Gcm, Group::X25519, nothing);
    let file = Capture::of(&connection, NOW).pcap();
    let folder = Folder::new("capture-changed");
    // Behind the head of the file and that of the first packet: the hops of the first
    // header of IP, and a port of TCP.
    for (at, bad) in [(24 + 16 + 8, 1), (24 + 16 + 20, 1)] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        folder.write("it.pcap", changed);
        let Some(reading) = read(&folder, "it.pcap", &[]) else {
            return;
        };
        assert_eq!(reading.bad, bad, "{at}");
    }
}
