//! Los colores del dibujo.

/// Dentro de una página mandan `color` y las propiedades `--taller-*` de la
/// página, y si no las hay unos tonos medios que se ven sobre claro y sobre
/// oscuro. Abierto solo (`:root` es entonces el propio SVG) elige fondo y tonos
/// según el tema del sistema.
pub(super) const CSS: &str = "\
.taller-dibujo{max-width:100%;height:auto;font-family:system-ui,sans-serif;\
--tp-padre:var(--taller-padre,#3b7dd8);--tp-hijo:var(--taller-hijo,#c0602a);\
--tp-region:var(--taller-region,#4d8f5b);--tp-acento:var(--taller-acento,#d1453b)}\
.taller-dibujo:root{background:#fff;color:#1b1f24;--tp-fondo:#fff;\
--tp-padre:var(--taller-padre,#1d5fbf);--tp-hijo:var(--taller-hijo,#a8480f);\
--tp-region:var(--taller-region,#2b6e3b);--tp-acento:var(--taller-acento,#b3261e)}\
@media (prefers-color-scheme:dark){.taller-dibujo:root{background:#16181c;color:#e6e8eb;--tp-fondo:#16181c;\
--tp-padre:var(--taller-padre,#8ab4f8);--tp-hijo:var(--taller-hijo,#f0a878);\
--tp-region:var(--taller-region,#81c995);--tp-acento:var(--taller-acento,#f28b82)}}\
.taller-dibujo .tp-fondo{fill:var(--tp-fondo,none)}\
.taller-dibujo .tp-fuerte{font-weight:700}\
.taller-dibujo .tp-nota{font-size:13px;font-style:italic}\
.taller-dibujo .tp-mono{font-family:ui-monospace,monospace}\
.taller-dibujo .tp-padre{--tp-carril:var(--tp-padre)}\
.taller-dibujo .tp-hijo{--tp-carril:var(--tp-hijo)}\
.taller-dibujo .tp-linea{fill:none;stroke:var(--tp-carril,currentColor)}\
.taller-dibujo .tp-lleno{fill:var(--tp-carril,currentColor);stroke:var(--tp-carril,currentColor)}\
.taller-dibujo .tp-cambio{fill:none;stroke:currentColor}\
.taller-dibujo .tp-punta{fill:currentColor}\
.taller-dibujo .tp-celda{fill:none;stroke:var(--tp-region,currentColor)}\
.taller-dibujo .tp-region{fill:var(--tp-region,currentColor)}\
.taller-dibujo .tp-nueva{font-weight:700;text-decoration:underline}\
.taller-dibujo .tp-fallo{fill:none;stroke:var(--tp-acento,currentColor)}\
.taller-dibujo .tp-grave{fill:var(--tp-acento,currentColor);font-weight:700}";
