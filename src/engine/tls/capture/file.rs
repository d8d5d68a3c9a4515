//! Packets in files: pcap, and pcapng, which has room for the secrets.

/// The packets begin with the header of IP (<https://www.tcpdump.org/linktypes.html>).
const RAW: u16 = 101;

/// A key log of TLS, as the type of a block of secrets (draft-ietf-opsawg-pcapng
/// §4.7): `TLSK`.
const TLS_KEY_LOG: u32 = 0x544c_534b;

/// The file of some packets, each with its time in microseconds since 1970.
pub(super) fn pcap(packets: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let mut file = Vec::new();
    // By these bytes one sees that the numbers begin with their small end, and that
    // times are in microseconds.
    number(&mut file, 0xa1b2_c3d4);
    // Version 2.4, two fields of old, and that no packet is cut.
    for half in [2, 4, 0, 0, 0, 0] {
        short(&mut file, half);
    }
    number(&mut file, u32::from(u16::MAX));
    number(&mut file, RAW.into());
    for (at, packet) in packets {
        number(&mut file, u32::try_from(at / 1_000_000).unwrap_or(u32::MAX));
        number(&mut file, u32::try_from(at % 1_000_000).unwrap_or(0));
        for _ in ["what is here", "what was on the wire"] {
            number(&mut file, length(packet));
        }
        file.extend_from_slice(packet);
    }
    file
}

/// The file of some packets, with the secrets in front of them.
pub(super) fn pcapng(packets: &[(u64, Vec<u8>)], key_log: Option<&str>) -> Vec<u8> {
    let mut file = Vec::new();
    // A section: the order of bytes, version 1.0, and a length that is not said.
    let mut section = Vec::new();
    number(&mut section, 0x1a2b_3c4d);
    short(&mut section, 1);
    short(&mut section, 0);
    section.extend_from_slice(&[0xff; 8]);
    block(&mut file, 0x0a0d_0d0a, section);
    // An interface: its link, and that no packet is cut. Times are in microseconds
    // where nothing is said.
    let mut interface = Vec::new();
    short(&mut interface, RAW);
    short(&mut interface, 0);
    number(&mut interface, 0);
    block(&mut file, 1, interface);
    if let Some(text) = key_log {
        let mut secrets = Vec::new();
        number(&mut secrets, TLS_KEY_LOG);
        number(&mut secrets, length(text.as_bytes()));
        secrets.extend_from_slice(text.as_bytes());
        block(&mut file, 0xa, secrets);
    }
    for (at, packet) in packets {
        let mut enhanced = Vec::new();
        number(&mut enhanced, 0);
        number(&mut enhanced, u32::try_from(at >> 32).unwrap_or(u32::MAX));
        number(&mut enhanced, u32::try_from(at & 0xffff_ffff).unwrap_or(0));
        for _ in ["what is here", "what was on the wire"] {
            number(&mut enhanced, length(packet));
        }
        enhanced.extend_from_slice(packet);
        block(&mut file, 6, enhanced);
    }
    file
}

/// A block: its type, its length, what is in it up to a multiple of four, and its
/// length again.
fn block(file: &mut Vec<u8>, kind: u32, mut body: Vec<u8>) {
    body.resize(body.len().next_multiple_of(4), 0);
    let whole = length(&body).saturating_add(12);
    number(file, kind);
    number(file, whole);
    file.extend_from_slice(&body);
    number(file, whole);
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn number(file: &mut Vec<u8>, number: u32) {
    file.extend_from_slice(&number.to_le_bytes());
}

fn short(file: &mut Vec<u8>, number: u16) {
    file.extend_from_slice(&number.to_le_bytes());
}
