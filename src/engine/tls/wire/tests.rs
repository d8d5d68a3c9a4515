#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod damage;

use super::*;
use crate::engine::dissect::{Dissection, Role};
use crate::engine::hex;
use crate::engine::knowers::{Actor, Viewer};
use crate::engine::tls::ENDS;
use serde_json::Value as Json;
use sha2::Digest as _;

fn read(name: &str) -> Json {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/rfc8448");
    let file = std::fs::read(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_slice(&file).unwrap()
}

fn vectors() -> Json {
    read("simple-1-rtt")
}

fn bytes(json: &Json) -> Vec<u8> {
    hex::decode(json.as_str().unwrap()).unwrap()
}

/// The messages of RFC 8448 §3 and, behind them, §4, with their names.
fn all_messages() -> Vec<(String, Vec<u8>)> {
    let vectors = [vectors(), read("resumed-0-rtt")];
    let all = vectors
        .iter()
        .flat_map(|one| one["messages"].as_array().unwrap());
    let all = all.map(|one| {
        (
            one["name"].as_str().unwrap().to_owned(),
            bytes(&one["bytes"]),
        )
    });
    all.collect()
}

/// The records of RFC 8448 §3: who sends each, its bytes, and what is sealed in it.
fn all_records() -> Vec<(String, Vec<u8>, Option<Vec<u8>>)> {
    let vectors = vectors();
    let all = vectors["records"].as_array().unwrap().iter();
    let all = all.map(|one| {
        let inner = one.get("inner").map(bytes);
        let side = one["side"].as_str().unwrap().to_owned();
        (side, bytes(&one["bytes"]), inner)
    });
    all.collect()
}

fn message(kind: &str) -> Vec<u8> {
    let found = all_messages().into_iter().find(|(name, _)| name == kind);
    found.unwrap().1
}

fn sound(dissection: &Dissection) {
    assert_eq!(dissection.check(), Ok(()));
    assert_eq!(dissection.problems, [], "{}", dissection.name);
    each(dissection, &mut |field| {
        assert!(field.source.is_some(), "{} has a source", field.name);
    });
}

fn each(dissection: &Dissection, see: &mut impl FnMut(&crate::engine::dissect::Field)) {
    for field in &dissection.fields {
        field.visit(0, &mut |_, field| see(field));
    }
}

fn says(dissection: &Dissection, name: &str) -> String {
    match dissection.find(name) {
        Some(field) => field.meaning.to_string(),
        None => panic!("no {name} in {}", dissection.name),
    }
}

fn inner_names(dissection: &Dissection) -> Vec<String> {
    let fields = dissection.fields.iter();
    fields.map(|field| field.name.to_string()).collect()
}

#[test]
fn the_messages_of_rfc_8448_are_owned_and_named() {
    for (name, message) in all_messages() {
        let whole = dissect_message(&message);
        assert_eq!(whole.check(), Ok(()), "{name}");
        assert_eq!(whole.problems, [], "{name}");
        assert_eq!((&*whole.name, whole.fields.len()), (&*name, 1));
        let found = messages(&message);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_whole() && found[0].range == (0..message.len()));
        assert_eq!(super::name(found[0].kind), name);
    }
}

#[test]
fn a_client_hello_says_what_is_offered() {
    let hello = dissect_message(&message("ClientHello"));
    sound(&hello);
    for (field, meaning) in [
        ("server_name", "server"),
        ("supported_versions", "TLS 1.3 (0x0304)"),
        ("key_share", "x25519 (0x001d)"),
        (
            "cipher_suites",
            "TLS_AES_128_GCM_SHA256 (0x1301), TLS_CHACHA20_POLY1305_SHA256 (0x1303), TLS_AES_256_GCM_SHA384 (0x1302)",
        ),
        (
            "psk_key_exchange_modes",
            "psk_dhe_ke (1), the shared key and a fresh key exchange",
        ),
        ("record_size_limit", "records of at most 16385 bytes"),
        ("session_ticket", "empty: tickets are welcome in TLS 1.2"),
        ("legacy_compression_methods", "none"),
        ("legacy_session_id", "empty"),
    ] {
        assert_eq!(says(&hello, field), meaning);
    }
    assert!(says(&hello, "signature_algorithms").contains("rsa_pss_rsae_sha256 (0x0804)"));
    assert!(says(&hello, "supported_groups").starts_with("x25519 (0x001d), secp256r1 (0x0017)"));
    let key = hello.find("key_exchange").unwrap();
    assert_eq!(
        hello.slice(key)[2..],
        bytes(&vectors()["values"]["client_public"])
    );
    assert_eq!(key.inside[0].role, Role::Frame);
    assert_eq!(
        hello
            .find("key_share")
            .unwrap()
            .source
            .as_ref()
            .unwrap()
            .section,
        "4.2.8"
    );
}

#[test]
fn what_the_server_says_is_read_to_the_bottom() {
    let hello = dissect_message(&message("ServerHello"));
    sound(&hello);
    assert_eq!(
        says(&hello, "cipher_suite"),
        "TLS_AES_128_GCM_SHA256 (0x1301)"
    );
    assert_eq!(says(&hello, "supported_versions"), "TLS 1.3 (0x0304)");
    let certificate = dissect_message(&message("Certificate"));
    assert_eq!(says(&certificate, "certificate_list"), "1 certificate");
    assert_eq!(says(&certificate, "subject"), "CN=rsa");
    assert!(says(&certificate, "modulus").contains("1024 bits"));
    let der = certificate
        .find("Certificate")
        .unwrap()
        .find("cert_data")
        .unwrap();
    assert_eq!(certificate.slice(&der.inside[1])[..2], [0x30, 0x82]);
    let verify = dissect_message(&message("CertificateVerify"));
    assert_eq!(says(&verify, "algorithm"), "rsa_pss_rsae_sha256 (0x0804)");
    assert!(says(&verify, "signature").starts_with("128 bytes"));
    let ticket = dissect_message(&message("NewSessionTicket"));
    assert_eq!(says(&ticket, "ticket_lifetime"), "30 seconds");
    assert!(says(&ticket, "early_data").contains("1024 bytes"));
}

#[test]
fn who_comes_back_names_a_key() {
    let messages = all_messages();
    let [hello, answer, extensions] = [8, 9, 10].map(|number| dissect_message(&messages[number].1));
    sound(&hello);
    assert_eq!(says(&hello, "identity"), "178 bytes, such as a ticket");
    assert_eq!(
        says(&hello, "early_data"),
        "data comes with the first message"
    );
    let binder = hello.find("PskBinderEntry").unwrap();
    let expected = bytes(&read("resumed-0-rtt")["values"]["binder"]);
    assert_eq!(hello.slice(&binder.inside[1]), expected);
    assert_eq!(hello.find("padding").unwrap().range().len(), 4 + 87);
    sound(&answer);
    assert_eq!(says(&answer, "selected_identity"), "0, counted from 0");
    sound(&extensions);
    assert!(says(&extensions, "early_data").contains("takes"));
}

#[test]
fn the_records_of_rfc_8448_are_owned() {
    let names = |dissection: &Dissection| inner_names(dissection).join(", ");
    let mut inner = Vec::new();
    for (_, record, plaintext) in all_records() {
        let whole = dissect(&record);
        sound(&whole);
        let Some(plaintext) = plaintext else {
            assert_eq!(&*whole.name, "TLSPlaintext");
            continue;
        };
        assert_eq!(names(&whole), "header, encrypted_record");
        let tag = whole.find("authentication tag").unwrap();
        assert_eq!(whole.slice(tag), &record[record.len() - TAG..]);
        assert_eq!(whole.slice(&whole.fields[0]), &record[..HEADER]);
        let open = dissect_inner(&plaintext);
        assert_eq!((open.check(), &open.problems[..]), (Ok(()), &[][..]));
        each(&open, &mut |field| assert_eq!(field.known_to, ENDS));
        assert!(!open.is_seen_by(Viewer::Actor(Actor::Eavesdropper)));
        inner.push(names(&open));
    }
    assert_eq!(
        inner,
        [
            "EncryptedExtensions, Certificate, CertificateVerify, Finished, type",
            "Finished, type",
            "NewSessionTicket, type",
            "application data, type",
            "application data, type",
            "Alert, type",
            "Alert, type",
        ]
    );
}

#[test]
fn a_stream_is_split_at_its_headers() {
    for side in ["client", "server"] {
        let mine = all_records().into_iter().filter(|(from, ..)| from == side);
        let mine: Vec<Vec<u8>> = mine.map(|(_, record, _)| record).collect();
        let stream = mine.concat();
        let found: Vec<&[u8]> = split(&stream).into_iter().map(|at| &stream[at]).collect();
        assert_eq!(found, mine);
        let records = records(&stream[..stream.len() - 1]);
        let (last, others) = records.split_last().unwrap();
        assert!(!last.is_whole() && others.iter().all(Record::is_whole));
        assert_eq!(
            (others[0].content_type, others[0].length),
            (22, mine[0].len() - HEADER)
        );
    }
    assert_eq!(split(&[]), []);
    assert_eq!(records(&[22, 3, 3])[0].range, 0..3);
}

#[test]
fn several_messages_stand_in_one_record() {
    let flight = all_records()[2].2.clone().unwrap();
    let flight = &flight[..flight.len() - 1];
    let kinds: Vec<u8> = messages(flight)
        .iter()
        .map(|message| message.kind)
        .collect();
    assert_eq!(kinds, [8, 11, 15, 20]);
    let whole = dissect_message(&flight[..flight.len() - 40]);
    assert_eq!(whole.check(), Ok(()));
    assert!(
        whole.problems[0]
            .says
            .contains("of CertificateVerify, found")
    );
}

/// A message of a type and a body.
fn framed(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind], &length[1..], body].concat()
}

/// A ServerHello with this random number and these extensions.
fn server_hello(random: &[u8], extensions: &[u8]) -> Vec<u8> {
    let length = u16::try_from(extensions.len()).unwrap().to_be_bytes();
    let head = [&[3, 3], random, &[0, 0x13, 1, 0]].concat();
    framed(2, &[&head[..], &length, extensions].concat())
}

#[test]
fn a_hello_retry_request_is_known_by_its_random_number() {
    let random = sha2::Sha256::digest(b"HelloRetryRequest");
    let retry = [
        0, 0x33, 0, 2, 0, 0x17, 0, 0x2b, 0, 2, 3, 4, 0, 0x2c, 0, 4, 0, 2, 7, 7,
    ];
    let message = server_hello(&random, &retry);
    assert!(is_retry(&message));
    let whole = dissect_message(&message);
    sound(&whole);
    assert_eq!(&*whole.name, "HelloRetryRequest");
    assert_eq!(says(&whole, "selected_group"), "secp256r1 (0x0017)");
    assert!(whole.find("cookie").is_some());
    let downgrade = [&[1; 24][..], b"DOWNGRD\x01"].concat();
    let whole = dissect_message(&server_hello(&downgrade, &[]));
    assert!(says(&whole, "random").contains("older"));
    assert_eq!(&*whole.name, "ServerHello");
}

#[test]
fn a_hybrid_share_has_two_parts() {
    let share = |length: u16| {
        let key = vec![9; usize::from(length)];
        let head = [0, 0x33, 0, 0, 0x11, 0xec, 0, 0];
        let mut extension = [&head[..], &key].concat();
        extension[2..4].copy_from_slice(&(length + 4).to_be_bytes());
        extension[6..8].copy_from_slice(&length.to_be_bytes());
        dissect_message(&server_hello(&[1; 32], &extension))
    };
    let whole = share(1120);
    sound(&whole);
    assert_eq!(says(&whole, "key_share"), "X25519MLKEM768 (0x11ec)");
    let [ciphertext, key] = ["ML-KEM-768 ciphertext", "X25519 key"].map(|part| whole.find(part));
    assert_eq!(ciphertext.unwrap().range().len(), 1088);
    assert_eq!(key.unwrap().range().len(), 32);
    assert_eq!(
        share(1216).find("ML-KEM-768 key").unwrap().range().len(),
        1184
    );
    assert!(share(40).find("X25519 key").is_none());
}

#[test]
fn the_lists_of_a_browser_are_read() {
    let extensions: &[&[u8]] = &[
        &[0x3a, 0x3a, 0, 0],
        &[
            0, 16, 0, 14, 0, 12, 2, b'h', b'2', 8, b'h', b't', b't', b'p', b'/', b'1', b'.', b'1',
        ],
        &[0, 5, 0, 5, 1, 0, 0, 0, 0],
        &[0, 11, 0, 2, 1, 0],
        &[0, 23, 0, 0],
        &[0xff, 1, 0, 1, 0],
        &[0, 42, 0, 0],
        &[0x12, 0x34, 0, 1, 5],
        &[0, 43, 0, 5, 4, 0x2a, 0x2a, 3, 4],
        &[0, 45, 0, 3, 2, 0x2a, 0],
        &[0, 41, 0, 13, 0, 7, 0, 1, 9, 0, 0, 0, 1, 0, 2, 1, 7],
    ];
    let extensions = extensions.concat();
    let length = u16::try_from(extensions.len()).unwrap().to_be_bytes();
    let head = [&[3, 3], &[7; 32][..], &[0, 0, 2, 0x0a, 0x0a, 1, 0]].concat();
    let hello = dissect_message(&framed(1, &[&head[..], &length, &extensions].concat()));
    sound(&hello);
    for (field, meaning) in [
        ("application_layer_protocol_negotiation", "h2, http/1.1"),
        (
            "status_request",
            "asks whether the certificate was taken back",
        ),
        ("ec_point_formats", "uncompressed (0)"),
        ("extension 4660", "1 byte"),
        ("GREASE", "means nothing, and must not be stumbled over"),
        ("cipher_suites", "GREASE (0x0a0a)"),
        ("supported_versions", "GREASE (0x2a2a), TLS 1.3 (0x0304)"),
        ("identity", "1 byte, such as a ticket"),
    ] {
        assert_eq!(says(&hello, field), meaning);
    }
    for byte in [0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4_u32] {
        assert_eq!(byte % 31, 11, "GREASE of one byte (RFC 8701 §2)");
    }
}

#[test]
fn numbers_have_names() {
    assert_eq!(names::group(0x11ec), "X25519MLKEM768 (0x11ec)");
    assert_eq!(names::scheme(0x0403), "ecdsa_secp256r1_sha256 (0x0403)");
    assert_eq!(names::version(0x0302), "TLS 1.1 (0x0302)");
    assert_eq!(names::suite(0xbeef), "unknown (0xbeef)");
    assert_eq!(names::extension(0xfafa), Some("GREASE"));
    let grease = (0..=u16::MAX).filter(|code| names::is_grease(*code));
    assert_eq!(grease.count(), 16);
    assert_eq!(alert::name(48), Some("unknown_ca"));
    assert!(alert::says(48).contains("root"));
    assert_eq!(alert::name(200), None);
    for code in 0..=255 {
        let says = alert::says(code);
        assert!(says.ends_with('.') && says.len() < 100, "{says}");
    }
}

#[test]
fn small_records_say_what_they_are() {
    let change = dissect(&[20, 3, 3, 0, 1, 1]);
    sound(&change);
    assert!(change.find("ChangeCipherSpec").is_some());
    let alert = dissect(&[21, 3, 3, 0, 2, 2, 40]);
    sound(&alert);
    assert_eq!(
        says(&alert, "Alert"),
        "handshake_failure (40): The two found nothing that both can do."
    );
    let padded = dissect_inner(&[1, 0, 21, 0, 0, 0]);
    sound(&padded);
    let zeros = padded.find("zeros").unwrap();
    assert_eq!((zeros.range(), zeros.role), (3..6, Role::Padding));
    let update = dissect_inner(&[24, 0, 0, 1, 1, 22]);
    sound(&update);
    assert_eq!(&*update.fields[0].name, "KeyUpdate");
}

#[test]
fn http_inside_is_read() {
    let request = b"GET /a?b HTTP/1.1\r\nHost: localhost\r\nAccept:  */* \r\n\r\n";
    let whole = dissect_inner(&[&request[..], &[23]].concat());
    sound(&whole);
    assert_eq!(says(&whole, "request-line"), "GET /a?b HTTP/1.1");
    assert_eq!(says(&whole, "request-target"), "/a?b");
    assert_eq!(says(&whole, "field-line"), "Host: localhost");
    let response = b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno\n";
    let whole = dissect_http(response);
    sound(&whole);
    assert_eq!(says(&whole, "reason-phrase"), "Not Found");
    assert_eq!(says(&whole, "message-body"), "no");
    for (cut, expected) in [
        (&response[..30], "end of a line"),
        (&b"HTTP/1.1 200 OK\r\nodd\r\n\r\n"[..], "colon"),
        (b"hello", "request such as"),
    ] {
        let whole = dissect_http(cut);
        assert_eq!(whole.check(), Ok(()));
        let says = |problem: &crate::engine::dissect::Problem| problem.says.contains(expected);
        assert!(whole.problems.iter().any(says), "{:?}", whole.problems);
    }
    let other = dissect_inner(b"just words\x17");
    sound(&other);
    assert_eq!(says(&other, "application data"), "just words");
}
