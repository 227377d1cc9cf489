// Asks veraPDF about files: java -cp JARS Judge.java, then a line for each question: ua1, a.pdf, b.pdf, with tabs between.
// Each answer ends with a line “DONE” and the number of files that failed. Starting takes longer than judging, so one
// process answers all.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      int bad = 0;
      try {
        bad = judge(foundry, line.split("\t"));
      } catch (Throwable error) {
        error.printStackTrace();
        bad = -1;
      }
      System.out.println("DONE " + bad);
      System.out.flush();
    }
  }

  static int judge(VeraPDFFoundry foundry, String[] args) throws Exception {
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
    return bad;
  }
}
