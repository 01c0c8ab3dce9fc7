'use strict';

// En qué se diferencian dos textos, línea a línea: lo que solo está en uno, lo que solo
// está en el otro y, alrededor, lo que comparten.
window.tallerDiferencias = (() => {
  // Más líneas que estas no se comparan una a una: se enseñan enteras las dos.
  const MUCHAS = 2000;
  const ALREDEDOR = 2;

  // La longitud de la mayor subsecuencia común desde cada par de líneas.
  function tabla(unas, otras) {
    const filas = Array.from({ length: unas.length + 1 }, () => new Uint16Array(otras.length + 1));
    for (let i = unas.length - 1; i >= 0; i -= 1) {
      for (let j = otras.length - 1; j >= 0; j -= 1) {
        filas[i][j] = unas[i] === otras[j]
          ? filas[i + 1][j + 1] + 1
          : Math.max(filas[i + 1][j], filas[i][j + 1]);
      }
    }
    return filas;
  }

  function comparar(unas, otras) {
    const sola = (clase) => (linea) => ({ clase, linea });
    if (unas.length > MUCHAS || otras.length > MUCHAS) {
      return [...unas.map(sola('disco')), ...otras.map(sola('aqui'))];
    }
    const mejor = tabla(unas, otras);
    const resultado = [];
    let [i, j] = [0, 0];
    while (i < unas.length || j < otras.length) {
      if (i < unas.length && j < otras.length && unas[i] === otras[j]) {
        resultado.push({ clase: 'comun', linea: unas[i] });
        i += 1;
        j += 1;
      } else if (j === otras.length || (i < unas.length && mejor[i + 1][j] >= mejor[i][j + 1])) {
        resultado.push({ clase: 'disco', linea: unas[i] });
        i += 1;
      } else {
        resultado.push({ clase: 'aqui', linea: otras[j] });
        j += 1;
      }
    }
    return resultado;
  }

  // De lo común, solo lo que rodea a una diferencia.
  function resumir(lineas) {
    const cerca = lineas.map((_, lugar) => lineas
      .slice(Math.max(0, lugar - ALREDEDOR), lugar + ALREDEDOR + 1)
      .some(({ clase }) => clase !== 'comun'));
    const resultado = [];
    lineas.forEach((linea, lugar) => {
      if (cerca[lugar]) {
        resultado.push(linea);
      } else if (resultado.at(-1)?.clase !== 'corte') {
        resultado.push({ clase: 'corte', linea: '⋯' });
      }
    });
    return resultado;
  }

  return (enElDisco, aqui) => resumir(comparar(enElDisco.split('\n'), aqui.split('\n')));
})();
