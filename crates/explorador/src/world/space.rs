//! Qué memoria compartida ve un proceso y dónde: las proyecciones de su espacio
//! de direcciones y las que ya soltó.

use super::mirror::Slot;
use crate::filter::ARENA_START;

/// Una página, en bytes.
const PAGE: u64 = 4096;

/// Lo que se deja entre dos proyecciones: pasarse de una no cae en otra.
const GAP: u64 = 16 * PAGE;

/// Redondea hacia arriba a páginas.
pub(crate) fn pages(length: u64) -> u64 {
    length.saturating_add(PAGE - 1) & !(PAGE - 1)
}

/// Una proyección compartida.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapping {
    pub start: u64,
    pub length: u64,
    pub region: usize,
    /// Dónde empieza, dentro de la región.
    pub offset: u64,
    /// Los permisos que el programa cree que tiene.
    pub protection: i32,
    /// El explorador le ha quitado los permisos para ver los accesos.
    pub guarded: bool,
    /// A qué distancia están las mismas páginas en el espejo, si lo hay.
    pub mirror: Option<u64>,
}

impl Mapping {
    fn end(&self) -> u64 {
        self.start + self.length
    }
}

/// El espacio de direcciones de un proceso, en lo que toca a memoria compartida.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    pub mappings: Vec<Mapping>,
    /// Lo soltado: direcciones que fueron de una región.
    gone: Vec<(u64, u64, usize)>,
    next_hint: u64,
    pub(super) slots: Vec<Slot>,
    /// La dirección de una instrucción de llamada al sistema, para meter las
    /// nuestras; 0 si aún no se ha visto ninguna.
    pub site: u64,
    /// La llave de protección con la que se cierra la memoria compartida, si
    /// el procesador las tiene; si no, se cierra quitando permisos.
    pub key: Option<u32>,
}

impl Space {
    pub fn new() -> Self {
        Self {
            mappings: Vec::new(),
            gone: Vec::new(),
            next_hint: ARENA_START,
            slots: Vec::new(),
            site: 0,
            key: None,
        }
    }

    /// Dónde se pide al núcleo que ponga la próxima proyección de `length`.
    pub fn hint(&mut self, length: u64) -> u64 {
        let hint = self.next_hint;
        self.next_hint += pages(length) + GAP;
        hint
    }

    /// La proyección que contiene la dirección.
    pub fn find(&self, address: u64) -> Option<&Mapping> {
        self.mappings
            .iter()
            .find(|mapping| (mapping.start..mapping.end()).contains(&address))
    }

    /// Las que tocan `address..address+length`.
    pub fn overlapping(&self, address: u64, length: u64) -> impl Iterator<Item = &Mapping> {
        let end = address.saturating_add(length);
        self.mappings
            .iter()
            .filter(move |mapping| mapping.start < end && address < mapping.end())
    }

    /// La región y el desplazamiento que hay en una dirección.
    pub fn place(&self, address: u64) -> Option<(usize, u64)> {
        let mapping = self.find(address)?;
        Some((mapping.region, address - mapping.start + mapping.offset))
    }

    /// La región que hubo en una dirección y ya no está.
    pub fn formerly(&self, address: u64) -> Option<usize> {
        self.gone
            .iter()
            .rev()
            .find(|(start, end, _)| (*start..*end).contains(&address))
            .map(|(_, _, region)| *region)
    }

    pub fn add(&mut self, mapping: Mapping) {
        self.gone
            .retain(|(start, end, _)| *end <= mapping.start || mapping.end() <= *start);
        self.mappings.push(mapping);
    }

    /// Quita `address..address+length` y devuelve las regiones que se vieron
    /// afectadas. Una proyección cortada por el medio deja sus dos extremos.
    pub fn remove(&mut self, address: u64, length: u64) -> Vec<usize> {
        let (start, end) = (address, address.saturating_add(pages(length)));
        let mut touched = Vec::new();
        let mut left = Vec::new();
        for mapping in self.mappings.drain(..) {
            if mapping.end() <= start || end <= mapping.start {
                left.push(mapping);
                continue;
            }
            touched.push(mapping.region);
            let (cut_start, cut_end) = (start.max(mapping.start), end.min(mapping.end()));
            self.gone.push((cut_start, cut_end, mapping.region));
            if mapping.start < cut_start {
                left.push(Mapping {
                    length: cut_start - mapping.start,
                    ..mapping.clone()
                });
            }
            if cut_end < mapping.end() {
                left.push(Mapping {
                    start: cut_end,
                    length: mapping.end() - cut_end,
                    offset: mapping.offset + (cut_end - mapping.start),
                    ..mapping
                });
            }
        }
        self.mappings = left;
        touched
    }

    /// Cambia los permisos que el programa cree tener.
    pub fn protect(&mut self, address: u64, length: u64, protection: i32) {
        let end = address.saturating_add(pages(length));
        let mut pieces = Vec::new();
        for mapping in self.mappings.drain(..) {
            if mapping.end() <= address || end <= mapping.start {
                pieces.push(mapping);
                continue;
            }
            let (cut_start, cut_end) = (address.max(mapping.start), end.min(mapping.end()));
            let piece = |start: u64, stop: u64, protection| Mapping {
                start,
                length: stop - start,
                offset: mapping.offset + (start - mapping.start),
                protection,
                ..mapping.clone()
            };
            if mapping.start < cut_start {
                pieces.push(piece(mapping.start, cut_start, mapping.protection));
            }
            pieces.push(piece(cut_start, cut_end, protection));
            if cut_end < mapping.end() {
                pieces.push(piece(cut_end, mapping.end(), mapping.protection));
            }
        }
        self.mappings = pieces;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_one() -> Space {
        let mut space = Space::new();
        space.add(Mapping {
            start: 0x10000,
            length: 3 * PAGE,
            region: 0,
            offset: 0,
            protection: 3,
            guarded: true,
            mirror: None,
        });
        space
    }

    #[test]
    fn soltar_el_medio_deja_los_extremos() {
        let mut space = with_one();
        assert_eq!(space.remove(0x11000, 1), vec![0]);
        assert_eq!(space.mappings.len(), 2);
        assert_eq!(space.place(0x12004), Some((0, 0x2004)));
        assert_eq!(space.place(0x11004), None);
        assert_eq!(space.formerly(0x11004), Some(0));
    }

    #[test]
    fn proteger_una_pagina_no_cambia_las_otras() {
        let mut space = with_one();
        space.protect(0x11000, PAGE, 1);
        let protections: Vec<_> = space.mappings.iter().map(|m| m.protection).collect();
        assert_eq!(protections, [3, 1, 3]);
    }
}
