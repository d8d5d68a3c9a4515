//! Text as the part of an address behind `#`: what was understood is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use padlock::link::address::Address;

fuzz_target!(|input: &str| {
    let (address, problems) = Address::parse(input);
    assert!(problems.iter().all(|problem| !problem.is_empty()));
    let address = address.fitted();
    let written = address.fragment();
    let (again, _) = Address::parse(&written);
    assert_eq!(again.fragment(), written);
});
