//! El código del programa, leído una vez: es el mismo en todos los procesos y en todos
//! los planes, y leerlo en cada parada cuesta una llamada.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::Tracee;
use crate::arch::MAX_INSTRUCTION;
use crate::sys::Pid;

/// Lo que se lee de una vez, alineado: las páginas son múltiplos suyos.
const BLOCK: usize = 1024;

type Block = Rc<[u8; BLOCK]>;

/// El código que el programa tenía al terminar de prepararse, en memoria en la que nadie
/// puede escribir.
pub(super) struct Text {
    ranges: Vec<Range<u64>>,
    blocks: RefCell<HashMap<u64, Block>>,
}

impl Text {
    fn of(pid: Pid) -> Self {
        let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
        Self {
            ranges: maps.lines().filter_map(code_range).collect(),
            blocks: RefCell::default(),
        }
    }

    fn covers(&self, start: u64, end: u64) -> bool {
        let whole = |range: &Range<u64>| range.start <= start && end <= range.end;
        self.ranges.iter().any(whole)
    }

    fn touches(&self, start: u64, end: u64) -> bool {
        let some = |range: &Range<u64>| start < range.end && range.start < end;
        self.ranges.iter().any(some)
    }

    /// Los bytes que hay en `at`. `read` lee lo que aún no se ha leído.
    fn bytes(
        &self,
        at: u64,
        read: impl Fn(u64, &mut [u8]) -> bool,
    ) -> Option<[u8; MAX_INSTRUCTION]> {
        if !self.covers(at, at.checked_add(MAX_INSTRUCTION as u64)?) {
            return None;
        }
        let mut bytes = [0; MAX_INSTRUCTION];
        let mut filled = 0;
        while filled < MAX_INSTRUCTION {
            let next = at + filled as u64;
            let inside = usize::try_from(next % BLOCK as u64).ok()?;
            let block = self.block(next - inside as u64, &read)?;
            let take = (BLOCK - inside).min(MAX_INSTRUCTION - filled);
            bytes[filled..filled + take].copy_from_slice(&block[inside..inside + take]);
            filled += take;
        }
        Some(bytes)
    }

    fn block(&self, start: u64, read: impl Fn(u64, &mut [u8]) -> bool) -> Option<Block> {
        if let Some(block) = self.blocks.borrow().get(&start) {
            return Some(Rc::clone(block));
        }
        let mut block = [0; BLOCK];
        if !read(start, &mut block) {
            return None;
        }
        let block = Rc::new(block);
        self.blocks.borrow_mut().insert(start, Rc::clone(&block));
        Some(block)
    }
}

/// Las direcciones de una línea de `/proc/PID/maps`, si es código en el que no se escribe.
fn code_range(line: &str) -> Option<Range<u64>> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    let start = u64::from_str_radix(start, 16).ok()?;
    let end = u64::from_str_radix(end, 16).ok()?;
    rest.starts_with("r-xp").then_some(start..end)
}

impl Tracee {
    /// Desde ahora, su código y el de los que nazcan de él se lee una sola vez.
    pub fn remember_text(&self) {
        *self.text.borrow_mut() = Some(Rc::new(Text::of(self.pid)));
    }

    /// En `length` bytes desde `address` puede haber ahora otra cosa.
    pub fn text_may_change(&self, address: u64, length: u64) {
        let end = address.saturating_add(length);
        (self.text.borrow_mut()).take_if(|text| text.touches(address, end));
    }

    /// Puede haber cambiado cualquier parte de su memoria.
    pub fn forget_text(&self) {
        *self.text.borrow_mut() = None;
    }

    pub(super) fn text(&self, at: u64) -> Option<[u8; MAX_INSTRUCTION]> {
        let text = self.text.borrow();
        text.as_ref()?.bytes(at, |from, into| self.peek(from, into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn solo_es_codigo_lo_que_se_ejecuta_y_no_se_escribe() {
        let code = "7ffff7dc7000-7ffff7f1c000 r-xp 00028000 fe:00 1 /lib/libc.so.6";
        assert_eq!(code_range(code), Some(0x7fff_f7dc_7000..0x7fff_f7f1_c000));
        assert_eq!(code_range(&code.replace("r-xp", "rwxp")), None);
        assert_eq!(code_range(&code.replace("r-xp", "r-xs")), None);
        assert_eq!(code_range(&code.replace("r-xp", "r--p")), None);
    }

    #[test]
    fn cada_trozo_se_lee_una_vez_y_ninguno_de_fuera() {
        let text = Text {
            ranges: vec![0x1000..0x2000, 0x8000..0x9000],
            blocks: RefCell::default(),
        };
        let reads = Cell::new(0);
        let read = |from: u64, into: &mut [u8]| {
            reads.set(reads.get() + 1);
            for (place, byte) in (from..).zip(into) {
                *byte = u8::try_from(place % 251).expect("cabe");
            }
            true
        };
        let expected = |at: u64| -> Option<[u8; MAX_INSTRUCTION]> {
            let bytes = (at..).map(|place| u8::try_from(place % 251).expect("cabe"));
            bytes
                .take(MAX_INSTRUCTION)
                .collect::<Vec<_>>()
                .try_into()
                .ok()
        };

        assert_eq!(text.bytes(0x1000, read), expected(0x1000));
        assert_eq!(text.bytes(0x1100, read), expected(0x1100));
        assert_eq!(reads.get(), 1);
        assert_eq!(text.bytes(0x13fa, read), expected(0x13fa), "a caballo");
        assert_eq!(reads.get(), 2);
        assert_eq!(text.bytes(0x1ff8, read), None, "se sale");
        assert_eq!(text.bytes(0x0ff8, read), None);
        assert_eq!(reads.get(), 2);
    }
}
