// Asks veraPDF about files: java -cp JARS Judge.java ua1 a.pdf b.pdf
import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Judge {
  public static void main(String[] args) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    VeraPDFFoundry foundry = Foundries.defaultInstance();
    PDFAFlavour flavour = PDFAFlavour.fromString(args[0]);
    int bad = 0;
    for (int i = 1; i < args.length; i++) {
      try (PDFAParser parser = foundry.createParser(new File(args[i]), flavour);
          PDFAValidator validator = foundry.createValidator(flavour, 100, false, false, false)) {
        ValidationResult result = validator.validate(parser);
        System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + args[0] + " " + args[i]);
        if (result.isCompliant()) continue;
        bad++;
        Map<String, Integer> seen = new TreeMap<>();
        for (TestAssertion one : result.getTestAssertions())
          if (one.getStatus() == TestAssertion.Status.FAILED)
            seen.merge(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber() + " " + one.getMessage(), 1, Integer::sum);
        seen.forEach((rule, count) -> System.out.println("  " + count + " x " + rule));
      }
    }
    System.exit(bad > 0 ? 1 : 0);
  }
}
