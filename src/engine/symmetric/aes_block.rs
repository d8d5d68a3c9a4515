//! One block through AES (FIPS 197).
//!
//! What comes out is the crate's. Whoever wants to see how is told the rounds of
//! [`aes`](super::aes), which have to come to the same.

use super::aes::tell;
pub use super::aes::{BLOCK, Block, Key};
use crate::engine::picture::Direction;
use crate::engine::trace::Observer;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes256};

/// `AES(K, x)`: one block encrypted (FIPS 197 §5.1).
///
/// Tells its rounds, inside the step that is open, on request.
pub fn encrypt(key: &Key, block: &Block, observer: &mut impl Observer) -> Block {
    let result = through(Direction::Cipher, key, block);
    tell::on_request(Direction::Cipher, key, block, &result, observer);
    result
}

/// `AES⁻¹(K, c)`: one block decrypted (FIPS 197 §5.3).
///
/// Tells its rounds, inside the step that is open, on request.
pub fn decrypt(key: &Key, block: &Block, observer: &mut impl Observer) -> Block {
    let result = through(Direction::Plain, key, block);
    tell::on_request(Direction::Plain, key, block, &result, observer);
    result
}

/// One block, by the crate.
#[must_use]
pub fn through(way: Direction, key: &Key, block: &Block) -> Block {
    match key {
        Key::Aes128(key) => by(&Aes128::new((&**key).into()), way, block),
        Key::Aes256(key) => by(&Aes256::new((&**key).into()), way, block),
    }
}

fn by<C>(cipher: &C, way: Direction, block: &Block) -> Block
where
    C: BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>
        + BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>,
{
    let mut block = (*block).into();
    match way {
        Direction::Cipher => cipher.encrypt_block(&mut block),
        Direction::Plain => cipher.decrypt_block(&mut block),
    }
    block.into()
}

/// `a ⊕ b`.
#[must_use]
pub fn xor(a: &Block, b: &Block) -> Block {
    std::array::from_fn(|i| a.get(i).unwrap_or(&0) ^ b.get(i).unwrap_or(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        // FIPS 197 appendix B.
        let key = 0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes();
        let key = Key::from(&key);
        let plain = 0x3243_f6a8_885a_308d_3131_98a2_e037_0734_u128.to_be_bytes();
        let cipher = encrypt(&key, &plain, &mut ());
        assert_eq!(
            u128::from_be_bytes(cipher),
            0x3925_841d_02dc_09fb_dc11_8597_196a_0b32
        );
        assert_eq!(decrypt(&key, &cipher, &mut ()), plain);
    }
}
