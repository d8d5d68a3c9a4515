//! Cipher block chaining (SP 800-38A §6.2) with AES-128, block by block.

use super::aes_block::{self, Block, Key, xor};
use crate::engine::picture::{Chaining, Direction};
use crate::engine::trace::{Equation, Expr, Observer, Picture, Step, Value};
use std::rc::Rc;

/// Encrypts whole blocks: `c_i = AES(K, p_i ⊕ c_{i−1})`, with `c_0 = IV`.
///
/// Tells one step for each block, `block-1`, `block-2` and so on.
pub fn encrypt(
    key: &Block,
    iv: &Block,
    blocks: &[Block],
    observer: &mut impl Observer,
) -> Vec<Block> {
    observer.enter(|| {
        all_blocks("Encrypt block by block", key, iv)
            .says("Each block is first mixed (XOR) with the ciphertext of the block before it, the first one with the IV. So equal blocks of the message do not give equal blocks of ciphertext.")
    });
    let cipher_key = Key::from(key);
    let mut previous = *iv;
    let mut result = Vec::with_capacity(blocks.len());
    for (number, block) in (1_usize..).zip(blocks) {
        let mixed = xor(block, &previous);
        observer.enter(|| {
            one_block(number).says("The block, mixed with what came before, goes through AES.")
        });
        let cipher = aes_block::encrypt(&cipher_key, &mixed, observer);
        result.push(cipher);
        observer.amend(|step| {
            let drawn = Chaining::of(Direction::Cipher, iv, blocks, &result, number - 1);
            step.picture = drawn.map(|drawn| Rc::new(drawn) as Rc<dyn Picture>);
            let names = Names::new(number);
            let k = Value::secret_bytes("K_enc", *key);
            let p = Value::secret_bytes(names.p, *block);
            let before = Value::public_bytes(names.before, previous);
            let x = Value::secret_bytes(names.x, mixed);
            let c = Value::public_bytes(names.c, cipher);
            step.equations
                .push(Equation::equal(Expr::xor(&p, &before), &x));
            step.equations
                .push(Equation::equal(Expr::aes_encrypt(&k, &x), &c));
            step.values.extend([p, before, x, c]);
        });
        observer.leave();
        previous = cipher;
    }
    observer.amend(|step| {
        let whole = |blocks: &[Block]| blocks.as_flattened().to_vec();
        let (plain, cipher) = (whole(blocks), whole(&result));
        step.values.push(Value::secret_bytes("P", plain));
        step.values.push(Value::public_bytes("C", cipher));
    });
    observer.leave();
    result
}

/// Decrypts whole blocks: `p_i = AES⁻¹(K, c_i) ⊕ c_{i−1}`, with `c_0 = IV`.
///
/// Tells one step for each block, `block-1`, `block-2` and so on.
pub fn decrypt(
    key: &Block,
    iv: &Block,
    blocks: &[Block],
    observer: &mut impl Observer,
) -> Vec<Block> {
    observer.enter(|| {
        all_blocks("Decrypt block by block", key, iv)
            .says("Each block goes backwards through AES and is then mixed (XOR) with the ciphertext before it, the first one with the IV.")
    });
    let cipher_key = Key::from(key);
    let mut previous = *iv;
    let mut result = Vec::with_capacity(blocks.len());
    for (number, cipher) in (1_usize..).zip(blocks) {
        observer.enter(|| {
            one_block(number)
                .says("The block goes backwards through AES; mixing it with what came before gives the plaintext.")
        });
        let mixed = aes_block::decrypt(&cipher_key, cipher, observer);
        let block = xor(&mixed, &previous);
        result.push(block);
        observer.amend(|step| {
            let drawn = Chaining::of(Direction::Plain, iv, &result, blocks, number - 1);
            step.picture = drawn.map(|drawn| Rc::new(drawn) as Rc<dyn Picture>);
            let names = Names::new(number);
            let k = Value::secret_bytes("K_enc", *key);
            let c = Value::public_bytes(names.c, *cipher);
            let x = Value::secret_bytes(names.x, mixed);
            let before = Value::public_bytes(names.before, previous);
            let p = Value::secret_bytes(names.p, block);
            step.equations
                .push(Equation::equal(Expr::aes_decrypt(&k, &c), &x));
            step.equations
                .push(Equation::equal(Expr::xor(&x, &before), &p));
            step.values.extend([c, x, before, p]);
        });
        observer.leave();
        previous = *cipher;
    }
    observer.amend(|step| {
        let whole = |blocks: &[Block]| blocks.as_flattened().to_vec();
        let (cipher, plain) = (whole(blocks), whole(&result));
        step.values.push(Value::public_bytes("C", cipher));
        step.values.push(Value::secret_bytes("P", plain));
    });
    observer.leave();
    result
}

/// The step around all blocks, with what they share.
fn all_blocks(title: &'static str, key: &Block, iv: &Block) -> Step {
    Step::new("cbc", title)
        .value(Value::secret_bytes("K_enc", *key).meaning("the encryption half of the key"))
        .value(Value::public_bytes("IV", *iv).meaning("the initialization vector"))
        .source("SP 800-38A", "6.2")
        .rows()
}

/// The step of one block, from 1. What AES does in it is told on request.
fn one_block(number: usize) -> Step {
    Step::new(format!("block-{number}"), format!("Block {number}"))
        .source("SP 800-38A", "6.2")
        .rows()
}

/// The symbols of one block.
struct Names {
    p: String,
    before: String,
    x: String,
    c: String,
}

impl Names {
    fn new(number: usize) -> Self {
        Self {
            p: format!("p_{number}"),
            before: if number == 1 {
                "IV".to_owned()
            } else {
                format!("c_{}", number - 1)
            },
            x: format!("x_{number}"),
            c: format!("c_{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;
    use crate::engine::trace::Recorder;

    fn blocks(words: &[u128]) -> Vec<Block> {
        words.iter().map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn the_example_of_the_standard() {
        // SP 800-38A §F.2.1 and §F.2.2.
        let key = 0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes();
        let iv = 0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f_u128.to_be_bytes();
        let plain = blocks(&[
            0x6bc1_bee2_2e40_9f96_e93d_7e11_7393_172a,
            0xae2d_8a57_1e03_ac9c_9eb7_6fac_45af_8e51,
            0x30c8_1c46_a35c_e411_e5fb_c119_1a0a_52ef,
            0xf69f_2445_df4f_9b17_ad2b_417b_e66c_3710,
        ]);
        let cipher = blocks(&[
            0x7649_abac_8119_b246_cee9_8e9b_12e9_197d,
            0x5086_cb9b_5072_19ee_95db_113a_9176_78b2,
            0x73be_d6b8_e3c1_743b_7116_e69e_2222_9516,
            0x3ff1_caa1_681f_ac09_120e_ca30_7586_e1a7,
        ]);
        let mut recorder = Recorder::default();
        assert_eq!(encrypt(&key, &iv, &plain, &mut recorder), cipher);
        assert_eq!(decrypt(&key, &iv, &cipher, &mut recorder), plain);
        let trace = recorder.finish();
        assert!(trace.lies().is_empty());
        assert_eq!(trace.at("cbc/block-4").unwrap().equations.len(), 2);
    }

    /// 64 KiB: what is kept is what was kept before AES could be looked into.
    #[test]
    fn the_inside_of_many_blocks_is_counted_and_not_kept() {
        let many = vec![[7; 16]; 4096];
        let mut recorder = Recorder::default();
        encrypt(&[1; 16], &[2; 16], &many, &mut recorder);
        let trace = recorder.finish();
        assert_eq!(trace.all().len(), 1 + Recorder::BUDGET as usize);
        let blocks = &trace.at("cbc").unwrap().inside;
        assert_eq!(blocks.total, 4096);
        assert!(blocks.kept.iter().all(|block| block.inside.total == 13));
    }
}
