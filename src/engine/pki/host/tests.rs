#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
use super::*;
use crate::engine::diagnosis::Diagnosis;
use proptest::prelude::*;

#[test]
fn good_names() {
    for (text, shown) in [
        ("localhost", "DNS:localhost"),
        ("WWW.Example.org", "DNS:www.example.org"),
        ("*.example.org", "DNS:*.example.org"),
        ("xn--bcher-kva.example", "DNS:xn--bcher-kva.example"),
        ("3com.com", "DNS:3com.com"),
        ("127.0.0.1", "IP:127.0.0.1"),
        ("::1", "IP:::1"),
        ("2001:DB8::1", "IP:2001:db8::1"),
    ] {
        let host = Host::parse(text).unwrap();
        assert_eq!(host.openssl(), shown);
        let name = host.to_general_name().unwrap();
        assert_eq!(Host::from_general_name(&name), Some(host));
    }
}

#[test]
fn bad_names_say_where_and_why() {
    for (text, at, flaw) in [
        ("", 0, Flaw::Empty),
        ("a..b", 2, Flaw::EmptyLabel),
        ("a.b.", 4, Flaw::EmptyLabel),
        ("-a.b", 0, Flaw::Hyphen),
        ("a.b-", 3, Flaw::Hyphen),
        ("my host", 2, Flaw::Character(' ')),
        ("my_host", 2, Flaw::Character('_')),
        ("bücher.example", 1, Flaw::Character('ü')),
        ("localhost:http", 9, Flaw::Character(':')),
        ("::1::", 0, Flaw::Ipv6),
        ("[::1]", 0, Flaw::Character('[')),
        ("256.0.0.1", 0, Flaw::Ipv4),
        ("127.0.1", 0, Flaw::Ipv4),
        ("127.0.0.01", 0, Flaw::Ipv4),
        ("*", 0, Flaw::LonelyWildcard),
        ("a.*.org", 2, Flaw::Wildcard),
        ("w*.org", 1, Flaw::Wildcard),
    ] {
        let error = Host::parse(text).unwrap_err();
        assert_eq!((error.at, error.flaw), (at, flaw), "{text}");
    }
    assert!(Host::parse(&"a".repeat(63)).is_ok());
    assert!(Host::parse(&"a".repeat(64)).is_err());
    let long = "a.".repeat(126) + "b";
    assert!(Host::parse(&long).is_ok());
    assert!(Host::parse(&(long + "c")).is_err());
}

#[test]
fn what_is_more_than_a_host_is_named() {
    for (text, at, says) in [
        (
            "example.com:443",
            11,
            "a host without a port, found \":443\", Write example.com.",
        ),
        (
            "127.0.0.1:80",
            9,
            "a host without a port, found \":80\", Write 127.0.0.1.",
        ),
        (
            "[::1]:443",
            5,
            "a host without a port, found \":443\", Write ::1.",
        ),
        (
            "https://localhost",
            0,
            "a host without https://, found \"https://\", Write localhost.",
        ),
        (
            "localhost/x",
            9,
            "a host without a path, found \"/x\", Write localhost.",
        ),
        (
            "https://a.b:8443/",
            0,
            "a host without https:// and a port and a path, found \"https://\" and \":8443\" and \"/\", Write a.b.",
        ),
        (
            "10.0.0.0/8",
            8,
            "a host without a path, found \"/8\", A range of addresses cannot stand in a certificate of a server.",
        ),
        ("http://", 0, "a host without http://, found \"http://\", "),
    ] {
        let diagnosis = Host::parse(text).unwrap_err().diagnosis();
        assert_eq!(diagnosis.at, Some(at), "{text}");
        let Diagnosis {
            expected,
            found,
            help,
            ..
        } = diagnosis;
        assert_eq!(format!("{expected}, found {found}, {help}"), says);
    }
    assert_eq!(Host::parse_list("").unwrap_err().diagnosis().at, None);
}

#[test]
fn lists_count_from_their_start() {
    let hosts = Host::parse_list("localhost\n\n 127.0.0.1, LOCALHOST\n").unwrap();
    assert_eq!(describe(&hosts), "DNS:localhost, IP:127.0.0.1");
    assert_eq!(Host::parse_list("localhost\n a b").unwrap_err().at, 12);
    assert_eq!(Host::parse_list(" \n").unwrap_err().flaw, Flaw::NoEntries);
}

#[test]
fn a_wildcard_stands_for_one_label() {
    let own = Host::parse("*.example.org").unwrap();
    let covers = |asked: &str| own.covers(&Host::parse(asked).unwrap());
    assert!(covers("www.example.org"));
    assert!(!covers("example.org"));
    assert!(!covers("a.b.example.org"));
    assert!(
        !Host::parse("127.0.0.1")
            .unwrap()
            .covers(&Host::Dns("127.0.0.1".into()))
    );
}

#[test]
fn the_host_is_taken_out_of_an_address_bar() {
    for (text, host) in [
        ("localhost", "DNS:localhost"),
        ("LOCALHOST.", "DNS:localhost"),
        ("my_host.example", "DNS:my_host.example"),
        ("localhost:8443", "DNS:localhost"),
        ("localhost/", "DNS:localhost"),
        ("localhost?to=https://example.org/", "DNS:localhost"),
        ("localhost#here", "DNS:localhost"),
        ("https://localhost:8443/x?y", "DNS:localhost"),
        ("HTTPS://Example.ORG.:443/ü b", "DNS:example.org"),
        ("https://localhost:", "DNS:localhost"),
        ("https://localhost:/x", "DNS:localhost"),
        ("https://a.b/me@c.d:1/[x", "DNS:a.b"),
        ("127.0.0.1:5000", "IP:127.0.0.1"),
        ("https://127.0.0.1./", "IP:127.0.0.1"),
        ("::1", "IP:::1"),
        ("[::1]", "IP:::1"),
        ("[::1]:8443", "IP:::1"),
        ("https://[2001:DB8::1]:8443/x", "IP:2001:db8::1"),
        ("https://::1/", "IP:::1"),
    ] {
        let asked = Host::parse_asked(text);
        assert_eq!(asked.map(|it| it.openssl()), Ok(host.to_owned()), "{text}");
    }
}

#[test]
fn what_is_no_host_in_an_address_bar_is_named() {
    for (text, at, says) in [
        ("", None, "a host name or an IP address, found nothing, "),
        (
            "https://",
            Some(8),
            "a host name or an IP address, found none in \"https://\", ",
        ),
        (
            "/etc/hosts",
            Some(0),
            "a host name or an IP address, found none in \"/etc/hosts\", ",
        ),
        (
            "https://:443/",
            Some(8),
            "a host name or an IP address, found none in \"https://:443/\", ",
        ),
        (
            "https://me:secret@localhost:8443/",
            Some(8),
            "a host without a user before it, found \"me:secret@\", Write localhost.",
        ),
        (
            "localhost:http/x",
            Some(9),
            "behind the host nothing, or a port such as :443, up to :65535, found \":http\", ",
        ),
        (
            "localhost:65536",
            Some(9),
            "behind the host nothing, or a port such as :443, up to :65535, found \":65536\", ",
        ),
        (
            "https:/localhost",
            Some(5),
            "behind the host nothing, or a port such as :443, up to :65535, found \":\", ",
        ),
        (
            "[::1]8443",
            Some(5),
            "behind the host nothing, or a port such as :443, up to :65535, found \"8443\", ",
        ),
        (
            "https://[::1",
            Some(8),
            "a ] behind the IPv6 address, as in [::1], found \"[::1\", ",
        ),
        (
            "[127.0.0.1]",
            Some(1),
            "an IPv6 address such as ::1, found \"127.0.0.1\", ",
        ),
        (
            "https://::1::/",
            Some(8),
            "an IPv6 address such as ::1, found \"::1::\", ",
        ),
        (
            "https://256.0.0.1/",
            Some(8),
            "four numbers from 0 to 255 in an IPv4 address, without leading zeros, found \"256.0.0.1\", ",
        ),
        (
            "https://a b.org/",
            Some(9),
            "letters, digits, hyphens and dots in a host name, found ' ' in \"a b.org\", ",
        ),
        (
            "*.example.org",
            Some(0),
            "one host, found a * in \"*.example.org\", A * stands in certificates only. Ask for a host, such as www.example.org.",
        ),
        (
            "a..",
            Some(2),
            "something between the dots, found an empty label in \"a.\", A name in a certificate has no dot at its end.",
        ),
        (
            ".",
            Some(0),
            "something between the dots, found an empty label in \".\", A name in a certificate has no dot at its end.",
        ),
    ] {
        let diagnosis = Host::parse_asked(text).unwrap_err().diagnosis();
        assert_eq!(diagnosis.at, at, "{text}");
        let Diagnosis {
            expected,
            found,
            help,
            ..
        } = diagnosis;
        assert_eq!(format!("{expected}, found {found}, {help}"), says, "{text}");
    }
}

#[test]
fn a_name_in_a_certificate_is_no_address_bar() {
    for name in ["localhost.", "localhost:443", "https://localhost", "[::1]"] {
        let entry = GeneralName::DnsName(Ia5String::new(name).unwrap());
        assert_eq!(Host::from_general_name(&entry), None, "{name}");
        assert!(Host::parse(name).is_err(), "{name}");
    }
}

proptest! {
    #[test]
    fn an_address_bar_may_hold_anything(text: String, parts in "[a-z:/@.\\[\\]*?#0-9ü]{0,24}") {
        for text in [text, parts] {
            if let Err(error) = Host::parse_asked(&text) {
                prop_assert!(error.at <= text.len());
                let _ = error.diagnosis();
            }
        }
    }
}
