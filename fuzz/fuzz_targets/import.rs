//! Bytes as a file that somebody drops: what comes out is true, and owned byte by byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use padlock::engine::trace::Recorder;
use padlock::units::{self, File, Inputs};

fuzz_target!(|input: &[u8]| {
    let inputs = Inputs::default().with_file(File {
        name: "file".into(),
        bytes: input.to_vec().into(),
    });
    let mut recorder = Recorder::default();
    let result = units::run(units::IMPORT.id, &inputs, &mut recorder);
    assert!(recorder.finish().lies().is_empty());
    match result {
        Ok(output) => {
            assert!(!output.headline.is_empty());
            for bytes in &output.bytes {
                assert_eq!(bytes.check(), Ok(()));
            }
            assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        }
        Err(diagnosis) => assert!(!diagnosis.to_string().is_empty()),
    }
});
