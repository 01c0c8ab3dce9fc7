//! Los indicadores de `x86_64` y las cuentas que los cambian.

/// La operación `cmp`, en la numeración de las ocho aritméticas.
pub(crate) const COMPARE: u8 = 7;

const CARRY: u64 = 1;
const PARITY: u64 = 1 << 2;
const ADJUST: u64 = 1 << 4;
const ZERO: u64 = 1 << 6;
const SIGN: u64 = 1 << 7;
const OVERFLOW: u64 = 1 << 11;
const ALL: u64 = CARRY | PARITY | ADJUST | ZERO | SIGN | OVERFLOW;

/// El registro de indicadores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flags(pub u64);

/// Los bits de `size` bytes.
fn mask(size: usize) -> u64 {
    u64::MAX >> (64 - 8 * size)
}

fn top_bit(size: usize) -> u64 {
    1 << (8 * size - 1)
}

/// Un número con signo de `size` bytes, extendido a 64 bits.
pub(crate) fn extend(value: u64, size: usize) -> u64 {
    let unused = 64 - 8 * size;
    ((value << unused).cast_signed() >> unused).cast_unsigned()
}

impl Flags {
    fn set(&mut self, which: u64, condition: bool) {
        if condition {
            self.0 |= which;
        } else {
            self.0 &= !which;
        }
    }

    fn of_result(&mut self, result: u64, size: usize) {
        self.set(ZERO, result == 0);
        self.set(SIGN, result & top_bit(size) != 0);
        self.set(PARITY, (result & 0xff).count_ones().is_multiple_of(2));
    }

    fn has(self, which: u64) -> bool {
        self.0 & which != 0
    }

    /// Si se cumple la condición que un salto, `setcc` o `cmovcc` lleva en los
    /// cuatro bits bajos de su código.
    pub fn hold(self, opcode: u8) -> bool {
        let less = self.has(SIGN) != self.has(OVERFLOW);
        let holds = match opcode >> 1 & 7 {
            0 => self.has(OVERFLOW),
            1 => self.has(CARRY),
            2 => self.has(ZERO),
            3 => self.has(CARRY | ZERO),
            4 => self.has(SIGN),
            5 => self.has(PARITY),
            6 => less,
            _ => less || self.has(ZERO),
        };
        // El bit bajo niega la condición.
        holds != (opcode & 1 == 1)
    }

    /// Los de una operación lógica.
    pub fn logic(&mut self, result: u64, size: usize) {
        self.0 &= !ALL;
        self.of_result(result & mask(size), size);
    }

    fn add(&mut self, a: u64, b: u64, size: usize) -> u64 {
        let (a, b) = (a & mask(size), b & mask(size));
        let result = a.wrapping_add(b) & mask(size);
        self.set(CARRY, result < a);
        self.set(ADJUST, (a ^ b ^ result) & 0x10 != 0);
        self.set(OVERFLOW, (a ^ result) & (b ^ result) & top_bit(size) != 0);
        self.of_result(result, size);
        result
    }

    fn subtract(&mut self, a: u64, b: u64, size: usize) -> u64 {
        let (a, b) = (a & mask(size), b & mask(size));
        let result = a.wrapping_sub(b) & mask(size);
        self.set(CARRY, a < b);
        self.set(ADJUST, (a ^ b ^ result) & 0x10 != 0);
        self.set(OVERFLOW, (a ^ b) & (a ^ result) & top_bit(size) != 0);
        self.of_result(result, size);
        result
    }

    /// `inc` y `dec`, que respetan el acarreo.
    pub fn step_by_one(&mut self, value: u64, size: usize, down: bool) -> u64 {
        let carry = self.0 & CARRY;
        let result = if down {
            self.subtract(value, 1, size)
        } else {
            self.add(value, 1, size)
        };
        self.0 = self.0 & !CARRY | carry;
        result
    }

    /// Una de las aritméticas sobre `a` y `b`. `None` en las que además cuentan
    /// con el acarreo de antes (`adc`, `sbb`).
    pub fn apply(&mut self, operation: u8, a: u64, b: u64, size: usize) -> Option<u64> {
        let logic = match operation {
            0 => return Some(self.add(a, b, size)),
            5 | COMPARE => return Some(self.subtract(a, b, size)),
            1 => a | b,
            4 => a & b,
            6 => a ^ b,
            _ => return None,
        };
        self.logic(logic, size);
        Some(logic & mask(size))
    }
}
