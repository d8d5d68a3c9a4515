//! Bytes as records and messages of TLS: whatever they are, each has exactly one
//! owner.
#![no_main]

use libfuzzer_sys::fuzz_target;
use padlock::engine::tls::wire::{
    dissect, dissect_http, dissect_inner, dissect_message, messages, split,
};

fuzz_target!(|input: &[u8]| {
    for take_apart in [dissect, dissect_inner, dissect_message, dissect_http] {
        let dissection = take_apart(input);
        assert_eq!(dissection.check(), Ok(()));
        for problem in &dissection.problems {
            assert!(problem.at as usize <= input.len());
        }
    }
    let records = split(input);
    assert_eq!(records.last().map_or(0, |last| last.end), input.len());
    let messages = messages(input);
    assert_eq!(
        messages.last().map_or(0, |last| last.range.end),
        input.len()
    );
});
