//! What was saved stays readable: desk files and links of earlier builds.

use padlock::desk::{self, KeyKind, Kind, ThingId};
use padlock::engine::trace::Recorder;
use padlock::link::address::Address;
use padlock::units::service::lock::Lock;
use padlock::units::{self, Inputs, Randomness};
use zeroize::Zeroizing;

const DESK: &str = include_str!("../vectors/desk/v1.pem");
const LOCKED: &str = include_str!("../vectors/desk/v1-locked.pem");
const LINKS: &str = include_str!("../vectors/links/v1.txt");

#[test]
fn a_desk_file_of_the_first_version_loads() {
    let kinds = [
        Kind::PrivateKey(KeyKind::Rsa),
        Kind::PublicKey(KeyKind::Rsa),
        Kind::Request,
        Kind::Certificate,
        Kind::FernetKey,
        Kind::FernetToken,
        Kind::Ciphertext,
        Kind::Signature,
    ];
    let things = desk::load(DESK).unwrap();
    assert_eq!(things.len(), kinds.len());
    for (index, (thing, kind)) in things.iter().zip(kinds).enumerate() {
        assert_eq!(thing.kind, kind);
        assert_eq!(thing.id, ThingId(index as u32 + 1));
        assert_eq!(thing.name, format!("the {}", kind.name()));
        assert_eq!(*thing.bytes, vec![index as u8; 3 + 100 * index]);
        assert_eq!(thing.made_by, "rsa-keygen");
        assert_eq!(thing.made_from.len(), index);
        assert_eq!(thing.made_at, 1_795_600_000 + index as u64);
        assert_eq!(thing.demonstration, index % 2 == 1);
    }
    assert_eq!(*desk::save(&things), DESK, "and it is written as it was");
}

#[test]
fn a_locked_desk_file_of_the_first_version_opens() {
    let lock = Lock {
        desk: Zeroizing::new(LOCKED.to_owned()),
        passphrase: Zeroizing::new("secret".to_owned()),
        randomness: Randomness::Fresh([0; 32]),
    };
    assert_eq!(*lock.run().unwrap(), DESK.trim());
}

#[test]
fn links_of_the_first_version_set_what_they_say() {
    for link in LINKS.lines() {
        let (address, problems) = Address::parse(link);
        assert_eq!(problems, [""; 0], "{link}");
        let query = link.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*key {
                "v" => assert_eq!(value, "1"),
                "at" => assert_eq!(address.at, Some(&*value), "{link}"),
                "seed" => assert_eq!(address.seed.as_deref(), Some(&*value), "{link}"),
                key => assert_eq!(**address.values.get(key).unwrap(), *value, "{link}"),
            }
        }
        if address.at.is_none() {
            assert_eq!(address.fragment(), link);
        }
    }
}

#[test]
fn an_unknown_choice_is_refused_and_never_a_default() {
    for about in units::ALL {
        for input in about.inputs {
            let units::Control::Choice(choices) = &input.control else {
                continue;
            };
            let inputs = Inputs::defaults(about).with(input.id, "everything");
            let diagnosis = units::run(about.id, &inputs, &mut Recorder::new(0)).unwrap_err();
            let says = diagnosis.to_string();
            assert_eq!(diagnosis.input, input.id, "{}: {says}", about.id);
            assert!(says.contains("found \"everything\""), "{says}");
            for choice in *choices {
                assert!(says.contains(choice.value), "{says}");
            }
        }
    }
}
