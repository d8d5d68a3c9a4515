//! Addresses there and back.

use super::*;

#[test]
fn what_a_hand_adds_to_a_route_is_forgiven_and_a_setting_given_twice_is_told() {
    for link in ["#/RSA", "#/rsa/", "#rsa"] {
        assert_eq!(Address::parse(link), (Address::page(Page::Rsa), vec![]));
    }
    let (address, problems) = Address::parse("#/rsa?at=rsa-keygen&size=4096&size=2048");
    assert_eq!(&**address.values.get("size").unwrap(), "2048");
    assert!(problems[0].contains("twice"), "{problems:?}");
}

#[test]
fn a_word_comes_with_its_time() {
    let link = "#/cipher?v=1&at=fernet-encrypt&seed=class+7&clock=2026-11-26T20:04:01Z";
    let (address, problems) = Address::parse(link);
    assert_eq!((address.clock, problems.len()), (Some(1_795_723_441), 0));
    assert_eq!(address.fragment(), link);
    let (address, problems) = Address::parse("#/cipher?at=fernet-encrypt&seed=a&clock=noon");
    assert!(
        address.clock.is_none() && problems[0].contains("noon"),
        "{problems:?}"
    );
}

#[test]
fn a_link_says_how_to_look_at_an_exhibit() {
    for (name, view) in [("show", View::Show), ("ask", View::Ask)] {
        let link = format!("#/rsa?at=rsa-why&numbers=small&step=cycle&view={name}");
        let (address, problems) = Address::parse(&link);
        assert!(address.view == Some(view) && problems.is_empty());
        assert_eq!(address.fragment(), link);
    }
    let (address, problems) = Address::parse("#/rsa?at=rsa-why&view=grand");
    assert!(
        address.view.is_none() && problems[0].contains("grand"),
        "{problems:?}"
    );
}

#[test]
fn every_page_and_exhibit_has_an_address_that_leads_back() {
    for page in Page::ALL {
        let address = Address::page(page);
        assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
    }
    for about in Page::ALL.into_iter().flat_map(units::on) {
        for (carry, size) in [
            (Carry::Public, Size::Small),
            (Carry::SecretsToo, Size::Real),
        ] {
            let mut values = Values::new();
            for input in about.inputs {
                let value = match &input.control {
                    Control::Choice(choices) => choices.last().unwrap().value.to_owned(),
                    Control::Toggle => "yes".to_owned(),
                    Control::Number { max, .. } => max.to_string(),
                    Control::Date => "2026-11-23".to_owned(),
                    _ => "ünï & code=1?#".to_owned(),
                };
                values.insert(input.id.to_owned(), value.into());
            }
            let address = Address {
                step: Some("power/row-37".to_owned()),
                ..Address::of(about, &values, size, Some("class 7"), carry)
            };
            let (back, problems) = Address::parse(&address.fragment());
            // What is left out is said.
            assert_eq!(problems.len(), usize::from(!address.without.is_empty()));
            assert_eq!(back, address);
        }
    }
}

#[test]
fn a_link_says_how_large_its_numbers_are_and_those_of_before_mean_real_ones() {
    let size = |link: &str| Address::parse(link).0.size;
    assert_eq!(
        size("#/rsa?at=rsa-encrypt&numbers=small"),
        Some(Size::Small)
    );
    assert_eq!(size("#/rsa?at=rsa-encrypt&step=power"), Some(Size::Real));
    assert_eq!(size("#/rsa?v=1&at=rsa-keygen&seed=one"), Some(Size::Real));
    assert_eq!(size("#/rsa?at=rsa-keygen"), None, "it only points");
    assert_eq!(size("#/certificate?at=ca-root&step=tbs"), None);
    let about = units::find("rsa-keygen").unwrap();
    for size in Size::ALL {
        let values = units::Inputs::opening(about, size).values;
        let address = Address::of(about, &values, size, None, Carry::Public);
        assert!(address.values.is_empty(), "{size:?}");
        assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
    }
    let (_, problems) = Address::parse("#/rsa?at=rsa-keygen&numbers=huge");
    assert!(problems[0].contains("small or real"), "{problems:?}");
}

#[test]
fn secrets_enter_only_when_asked_for() {
    for about in units::ALL {
        let values = about
            .inputs
            .iter()
            .map(|input| (input.id.to_owned(), "CANARY".into()))
            .collect();
        let public = Address::of(about, &values, Size::Real, None, Carry::Public);
        for input in about.inputs {
            if about.keeps_secret(input) || matches!(input.control, Control::Passphrase) {
                assert!(
                    !public.values.contains_key(input.id),
                    "{}.{}",
                    about.id,
                    input.id
                );
            }
        }
    }
}

#[test]
fn a_link_leads_back_also_to_what_was_left_of_an_example() {
    let about = units::find("fernet-decrypt").unwrap();
    let token = ("token", "gAAAAA");
    for set in [
        vec![token, ("now", ""), ("ttl", "")],
        vec![token],
        vec![token, ("ttl", "")],
        vec![("key", "mine"), ("now", ""), ("ttl", "")],
    ] {
        let mut values = units::Inputs::defaults(about).values;
        values.extend(
            set.iter()
                .map(|(id, value)| ((*id).into(), (*value).into())),
        );
        let link = Address::of(about, &values, Size::Real, None, Carry::Public).fragment();
        let mut there = Address::parse(&link).0.settings(about);
        there.insert("key".into(), values.get("key").unwrap().clone());
        let travelled = values.iter().filter(|(id, _)| there.contains_key(*id));
        assert!(travelled.eq(there.iter()), "{link}");
    }
    let by_hand = Address::parse("#/cipher?at=fernet-decrypt&token=gAAAAA").0;
    assert_eq!(&**by_hand.settings(about).get("ttl").unwrap(), "");
}

#[test]
fn what_is_too_long_for_a_link_is_left_out_of_it() {
    let about = units::find("fernet-decrypt").unwrap();
    let values = Values::from_iter([
        ("token".to_owned(), "A".repeat(LONGEST).into()),
        ("ttl".to_owned(), "7".into()),
    ]);
    let address = Address::of(about, &values, Size::Real, None, Carry::Public).fitted();
    assert_eq!(address.values.keys().collect::<Vec<_>>(), ["ttl"]);
    assert_eq!(address.long, ["token"]);
    assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
}

#[test]
fn what_makes_a_link_too_long_together_gives_way_from_the_longest_on() {
    let about = units::find("check-certificate").unwrap();
    let ids = ["between", "host"];
    for (length, long) in [(LONGEST / 3, 0), (2 * LONGEST / 3, 1)] {
        let values = ids.map(|id| (id.to_owned(), "é".repeat(length / 6).into()));
        let address = Address::of(
            about,
            &Values::from_iter(values),
            Size::Real,
            None,
            Carry::Public,
        );
        assert_eq!(address.values.len(), 2);
        let fitted = address.fitted();
        assert_eq!(fitted.long.len(), long, "{length}");
        assert!(fitted.fragment().len() <= LONGEST);
        assert_eq!(Address::parse(&fitted.fragment()).0.long, fitted.long);
    }
}

#[test]
fn foreign_links_give_a_message_and_a_page() {
    for (link, says) in [
        ("#/nowhere", "no page"),
        ("#/rsa?v=9&at=rsa-keygen", "version"),
        ("#/rsa?at=no-such-exhibit", "no exhibit"),
        ("#/desk?at=desk-lock", "no exhibit"),
        ("#/rsa?size=7", "not the exhibit"),
        ("#/certificate?at=ca-root&days=soon", "a whole number"),
        ("#/certificate?at=ca-root&from=someday", "a day such as"),
        ("#!garbage%%%", "no page"),
    ] {
        let (_, problems) = Address::parse(link);
        assert!(
            problems.iter().any(|problem| problem.contains(says)),
            "{link}: {problems:?}"
        );
    }
    let (address, problems) = Address::parse(&format!("#/rsa?{}", "x".repeat(9000)));
    assert_eq!((address.page, problems.len()), (Page::Road, 1));
}

#[test]
fn a_private_key_enters_no_link_wherever_it_was_pasted() {
    let about = units::find("check-certificate").unwrap();
    for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
        let pasted = format!("-----BEGIN {label}-----\nCANARY\n-----END {label}-----\n");
        let values = Values::from_iter([("between".to_owned(), pasted.into())]);
        for carry in [Carry::Public, Carry::SecretsToo] {
            let address = Address::of(about, &values, Size::Real, None, carry).fitted();
            assert_eq!((address.without.len(), address.long.len()), (1, 0));
            assert!(!address.fragment().contains("CANARY"));
        }
    }
}

#[test]
fn a_link_says_what_it_leaves_out() {
    let about = units::find("fernet-encrypt").unwrap();
    let mut values = units::Inputs::defaults(about).values;
    values.insert("message".to_owned(), "CANARY".into());
    let address = Address::of(about, &values, Size::Real, None, Carry::Public);
    assert_eq!(
        address.fragment(),
        "#/cipher?at=fernet-encrypt&without=message"
    );
    let (back, problems) = Address::parse(&address.fragment());
    assert_eq!(back, address);
    assert!(
        problems[0].contains("leaves out what is secret: Your message."),
        "{problems:?}"
    );
    let all = Address::of(about, &values, Size::Real, None, Carry::SecretsToo);
    assert!(all.without.is_empty());
}

#[test]
fn the_link_of_a_question_does_not_name_the_bit_that_is_wrong() {
    let about = units::find("rsa-verify").unwrap();
    let mut values = units::Inputs::defaults(about).values;
    for (id, value) in [("tamper", "signature"), ("bit", "77"), ("scheme", "pss")] {
        values.insert(id.to_owned(), value.into());
    }
    let mut address = Address::of(about, &values, Size::Real, None, Carry::Public);
    assert!(address.fragment().contains("tamper=signature"));
    address.view = Some(View::Ask);
    let link = address.fragment();
    for told in ["tamper", "signature", "bit", "77"] {
        assert!(!link.contains(told), "{link}");
    }
    assert!(link.contains("scheme=pss"), "the rest can be read: {link}");
    let (back, problems) = Address::parse(&link);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(back, address);

    let (back, problems) = Address::parse(&link.replace("covered=", "covered=!"));
    assert!(problems[0].contains("no base64url"), "{problems:?}");
    assert!(!back.values.contains_key("tamper"));
}

#[test]
fn of_a_maker_nothing_is_kept_that_was_not_understood() {
    for (setting, named) in [
        ("q=13&rsa-keygen.r=7", "rsa-keygen.r"),
        ("clock=noon", "noon"),
    ] {
        let link = format!("#/rsa?at=rsa-why&rsa-keygen.{setting}");
        let (address, problems) = Address::parse(&link);
        assert!(problems[0].contains(named), "{problems:?}");
        let (again, _) = Address::parse(&address.fragment());
        assert_eq!(again, address);
    }
    // Nothing is shown by it, and so the numbers are those of the page.
    let (address, problems) = Address::parse("#/rsa?at=rsa-why&rsa-keygen.r=7");
    assert_eq!((address.size, problems.len()), (None, 1));
}
