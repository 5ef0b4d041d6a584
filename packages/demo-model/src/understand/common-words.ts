/**
 * Everyday English words that are never taken for a mistyped word of the lexicon: base forms, whose usual endings
 * count as known too.
 */
const baseForms =
  "able about above accept account accounting acre across act action active activity actual add address " +
  "adjust admin administration admission adult advance advice affect afford afraid after afternoon again " +
  "age agency agenda agent ago agree air airport alarm album alert alive allergy allow allowance almost " +
  "alone along already also always am ambulance amount an analysis ancient and angle angry animal " +
  "anniversary announcement annual answer any apart apartment apology appeal appear apple appliance " +
  "applicant application apply appointment apprentice approach approve april architect archive are area " +
  "argue arm army aroma around arrange arrival arrive art article as aside ask assembly assessment assign " +
  "assignment assist assistant associate assume at ate athlete attach attack attend attendance attention " +
  "attitude attorney attract auction audience august aunt author automation autumn available average " +
  "avoid award aware away baby back background bad bag bake bakery balance ball band bandwidth bank " +
  "banner bar bare barn barrel base basic basket batch bath battery be beach bean bear beat beautiful " +
  "become bed bedroom bee beehive been beer begin behave behind being believe bell belong below belt " +
  "bench bend benefit beside best better between beverage beyond bicycle big bike bill bird birth " +
  "birthday biscuit bit bite black blame blank blanket blender blind block blood blow blue boat body boil " +
  "boiler bold bomb bond bone bonus booklet bookshop border boring born borrow boss both bottle bottom " +
  "bought bound bowl box boy bracelet brain branch brand brave bread break breakfast breath breed brewery " +
  "brick bridge brief briefing bright bring broad brochure broken brother brought brown browser brush " +
  "bucket build building built bulletin bunch burn bus bush business busy but butcher butter button buy " +
  "buyer by cabbage cabin cabinet cable cafe cage cake calculator calendar call calm came camera camp can " +
  "canal cancel cancer candle candy cannot canteen cap capable capacity capital captain capture caravan " +
  "card cardboard care career careful caretaker cargo carpet carrier carry cart case cash cast castle cat " +
  "catch category catering caught cause ceiling cell cellar cent center central centre century cereal " +
  "certain chain chair chairman challenge chance change channel chapter character charge charity charm " +
  "chat cheap cheat check cheese chemical chemist chest chicken chief child choice choir choose chore " +
  "chose chosen church cigar cinema circle citizen city civil claim class classic clean cleaner cleaning " +
  "clear clerk clever click climate climb clinic clipboard clock close cloth clothes cloud club coach " +
  "coaching coal coast coastal coat cockpit code coffee coin cold collar colleague collection collector " +
  "college color colour column combine come comfort comics command comment commerce commit committee " +
  "common community company compare compete competitor complete complex compliance component composer " +
  "compost computer concept concern concert concrete condition conduct conference confirm conflict " +
  "connect consider consist consultant consumer contact contain container contest context continue " +
  "contractor contrast contribute contributor control convention convert cook cookie cool cooler " +
  "coordinator copper copy core corn corner correct cost costume cottage cotton couch cough could council " +
  "count counter country county couple coupon courage courier court cousin cover cow crack craft crash " +
  "crate crazy cream create creator credit crew crime crisis critic crop cross crowd cruise cry culture " +
  "cup cupboard cure curious currency current curriculum curtain curve cushion custom cut cutlery cycle " +
  "cyclist dad daily dairy damage damp dance danger dark dashboard data date daughter dawn day dead " +
  "deadline deaf dealer dear death debate debt decade december decide declare decline decoration deep " +
  "deer default defeat defend define degree delay delete deliver demand democracy dentist deny depart " +
  "department depend deposit depth describe desert deserve design designer desire desktop despite dessert " +
  "detail detect develop developer diagnosis diagram dial diamond diary did die diet differ different " +
  "difficult dig digital dinner direct direction directory dirt disagree discount discover discuss " +
  "disease dish disk dismiss dispatch display distance distributor district diver divide do doctor " +
  "document does dog doing doll dollar domain donate donation done donor door dose double doubt down " +
  "dozen draft drag drama drank draw drawer dream dress drew drill drink drive driven driver drone drop " +
  "drove drug dry dryer duck due dull dust duty each eager eagle ear early earn earth ease east easy eat " +
  "eaten economy edge edit education effect effort egg eight either elbow elder elect electric " +
  "electrician electronics element elephant eleven else email emergency emotion employ employee employer " +
  "empty enable encourage end enemy energy engage engine engineer enjoy enormous enough enquiry enrolment " +
  "ensure enter enterprise entire entrance entrepreneur entry envelope environment equal equity error " +
  "escape especially essay estate estimate evaluate even evening ever every evidence evil exact exam " +
  "examine example excellent except exchange excite excuse execute exercise exhibit exhibition exist exit " +
  "expand expect expedition expensive experience expert expire explain explode explore export exporter " +
  "express extend extra extreme eye fabric face facility fact factor factory fail failure fair faith fall " +
  "fallen false fame familiar family famous fan fancy far fare farm farmer fashion fast fat father fault " +
  "favorite favour fax fear feature february fee feed feel fell fellow felt female fence ferry fertiliser " +
  "festival fetch fever few fiber field fifteen fifth fifty fight figure file fill film filter final " +
  "finance find finding fine finger finish fire fireplace firm first fish fit fitness five fix flag flame " +
  "flash flavour fleet flew flight float flood floor florist flour flow flower flown flu fly flyer focus " +
  "fold folder folk follow food fool foot footage football for force forecast foreign forest forever " +
  "forget forgive forgot forgotten fork form formal format former fortune forum forward fought found four " +
  "frame free freedom freelancer freeze freezer freight fresh friday fridge friend from front frozen " +
  "fruit fuel full fun function fund fundraiser funny furniture future gain gallery game gap garage " +
  "garden gardener garment gas gate gather gave gear gender general generate generator gentle get giant " +
  "gift girl give given glad glass glasses global glove glue go goalkeeper goat god gold golf gone good " +
  "goods government grab grade gradual graduate grain grand grandfather grandmother grant grape graph " +
  "grass grateful grave gray great green greenhouse greet grew grey grid grocery ground group grow grown " +
  "growth guarantee guard guardian guess guide guideline guitar gun guy gym habit had hair hairdresser " +
  "half hall hammer hand handle hang happen happy harbour hard hardly harm harvest has hat hate have he " +
  "head headcount headline headset health hear heard heart heat heavy heel height held hello help hen her " +
  "herb herd here hero hers hidden hide high highway hill him hint hip hire his history hit hive hobby " +
  "hold hole home homework honest honey hook hope horizon horse hospital host hostel hot hotel hour house " +
  "household housing how however huge human humour hundred hungry hunt hurry hurt husband hydrant ice " +
  "icebreaker idea ideal identify identity if ignore ill image imagine immediate impact import important " +
  "impossible impress improve in incentive inch include income increase indeed independent index indicate " +
  "individual indoor industry infant influencer inform ingredient initial injury ink inner input inquiry " +
  "insect inside insight insist inspect inspector install instance instead instructor instrument " +
  "insurance intend interest intern internal internet interpreter interview into introduce invent invest " +
  "invitation invite iron is island issue it item its jacket jail jam january jar jazz jeans jewel " +
  "jewellery job join joint joke journal journalist journey joy judge juice july jump june jungle junior " +
  "jury just justice kayak keen keep kennel kept kettle keyboard kick kid kill kilometre kind " +
  "kindergarten king kiss kit kitchen kite knee knew knife knock know knowledge known label laboratory " +
  "labour lack ladder lady laid lake lamp land landlord landscape lane language large last late later " +
  "latest laugh launch laundry lavender law lawn lawyer lay layer lazy leader leaf league lean learn " +
  "lease least leather lecture led ledger left leg legal legislation lemon lend length lens lent less " +
  "lesson let letter level liberal librarian licence license lid lie life lifeguard lift light lighting " +
  "like limit line link lion lip liquid listen literature litre live liver livestock load local locate " +
  "location lock locker lodge log logic logistics logo lonely long look loose lord lorry lose loss lost " +
  "lot loud love low luck lucky luggage lump lunch lung luxury machine machinery mad made magazine magic " +
  "mail mailing main maintain major make makeup male mall man manager manner manual manufacturer " +
  "manuscript map marble march margin mark market marriage marry mascot mask mass master match material " +
  "maths matter mattress mature maximum may maybe mayor me meal mean meant measure meat mechanic medal " +
  "media medical medicine medium meet melt member memo memory mental mention mentor mentoring merchandise " +
  "merchant mercy merge merit mess message met metal method metre microphone microscope middle midnight " +
  "might mild mile mileage milestone milk mill million mind mine minimum minister minor minute mirror " +
  "miss missing mission mistake mix mobile mode model modern modest moment monday money monitor monkey " +
  "month mood moon moral more morning mortgage most mother motion motor mountain mouse mouth move movie " +
  "mower much mud mug multiple muscle museum mushroom music must my myself mystery nail naked name narrow " +
  "nation native nature near neat necessary neck need needle negative neighbour neighbourhood neither " +
  "nephew nerve nest net network neutral never nevertheless new news next nice niece night nine no nobody " +
  "noise none noon nor normal north nose not note notebook nothing notice novel november now nowhere " +
  "number nurse nursery nut nutrition oak object obligation observation observe obtain obvious occasion " +
  "occupant occur ocean october odd of off offer office officer official often oil okay old olive on once " +
  "one onion online only open opening operate operation operator opinion oppose option or orange orchard " +
  "orchestra order ordinary organ organic origin original other otherwise ought our ours out outcome " +
  "outdoor outer output outreach outside oven over overall overtime owe own owner oxygen pace pack " +
  "package packaging packet paddle page paid pain paint pair palace pale pallet pamphlet pan panel panic " +
  "pants paper parade parent park parking part participant particular partner partnership party pass " +
  "passage passenger passport past pasta pastry patch path patient pattern pause pavement pay payment " +
  "payroll peace peak pear pedestrian pen penalty pencil pension people pepper per percent perfect " +
  "perform perhaps period permanent permit person personal pet petition pharmacy phase phone photo " +
  "photograph photographer phrase physical physician piano pick picture pie piece pig pile pill pillow " +
  "pilot pin pink pipe pitch pizza place plain plane planet plant plastic plate platform play player " +
  "pleasant please pleasure plenty plot plug plumber plus pocket podcast poem poet point poison pole " +
  "police policy polish polite political pool poor pop popular population port portfolio portion position " +
  "positive possess possible post postcard poster pot potato pottery pound pour poverty powder power " +
  "practice praise pray prefer pregnant prepare prescription present presentation preserve president " +
  "press pressure pretend pretty prevent previous price pride priest primary prince princess print " +
  "printer prior priority prison private prize probably problem procedure process produce producer " +
  "product profession professional professor profile profit programme progress promise promote proof " +
  "proper proposal propose protect protest prototype proud prove provide public publication publish " +
  "publisher pull pump punch pupil puppy purple purpose purse push put puzzle qualify quality quantity " +
  "quarter quarterly queen question questionnaire queue quick quiet quit quite quiz quota quote rabbit " +
  "race rack radio rail rain raise ran ranch rang range rank rapid rare rate rather raw reach react read " +
  "reader ready real realise reality really rear reason recall receive recent reception recipe recognise " +
  "recommend recover recruit recycle red reduce refer referee reference reflect reform refrigerator " +
  "refund refuse regard regular rehearsal reject relate relation relative relax release relevant relief " +
  "religion rely remain remember remind reminder remote remove renovation rent replace reply reporter " +
  "represent reptile request require rescue research reservation reserve resident resign resist resolve " +
  "resort resource respect respond rest restaurant restore result retail retailer retention retire return " +
  "reveal review revision reward rhythm rice rich ride right ring rise river road roadmap roast rob robot " +
  "rock rode role roll roof root rope rose roster rough round route routine row royal rub rubber rubbish " +
  "rude rug rugby ruin rule run rural rush sack sad safe safety said sail sailing salad salary salmon " +
  "salt same sample sand sandwich sang sanitiser sank sat satisfy saturday sauce sausage save saw say " +
  "scale scan scandal scared scene schedule scheme scholarship school science scientist scissors scooter " +
  "score scratch scream screen screenshot screw script sculpture sea search season seat second secret " +
  "secretary section sector secure security seed seek seem seen select self sell seminar senator send " +
  "senior sense sensitive sent sentence separate september sequence series serious servant serve server " +
  "service session settle setup seven several severe sex shade shadow shake shall shallow shame shape " +
  "share shareholder sharp she sheep sheet shelf shell shelter shepherd shine ship shirt shock shoe shone " +
  "shook shoot shop shopper short shot should shoulder shout show showed shower shown shrank shut shy " +
  "sibling sick side sight sign signage signal signature silent silly silver similar since sing singer " +
  "sink sister sit site situation six size skating skiing skill skin skirt sky sleep slept slice slide " +
  "slight slip slogan slope slow small smart smartphone smell smile smoke smooth snake snow so soap " +
  "social society sock soft software soil sold soldier solid solution solve some song soon sorry sort " +
  "soul sound soup source south space spare speak speaker special specific speech speed spell spend spent " +
  "spider spirit split spoil spoke spoken sponsor sponsorship spoon sport spot spread spreadsheet spring " +
  "squad square stable stadium staff stair stakeholder stamp stand standard star start state statement " +
  "station stationery statue status stay steady steal steam steel steep step stick still stole stolen " +
  "stomach stone stood stop stopwatch storage store storm story stove straight strange stranger strategy " +
  "stream streamer street strength stress stretch strict strike string strip strong struck structure " +
  "struggle student studio study stuff stupid style subject submit subscriber subsidiary succeed success " +
  "such sudden suffer sugar suggest suit suitable sum summer sun sunday supermarket supervisor supper " +
  "supply support suppose sure surface surgeon surgery surprise surround sustainability swallow swam " +
  "swear sweat sweep sweet swim swimmer swing switch syllabus symbol sympathy syrup tablet tail tailor " +
  "take taken talent talk tall tank tap tape target taste taught tax taxi tea teach teacher team tear " +
  "technical technology teen telephone telescope television tell temper temperature template temple " +
  "temporary ten tend tennis tension tent term terrible test tester text than thank that the theatre " +
  "theft their theirs them theme then theory therapist therapy there therefore thermostat these they " +
  "thick thief thin thing think third thirst thirty this those thought thousand thread threat three threw " +
  "throat through throw thumb thunder thursday ticketing tide tidy tie tight tile till timber time tin " +
  "tiny tip tire title to toast tobacco today toe together toilet told tomato tomorrow tone tongue " +
  "tonight too took tool toolbox tooth top topic tore torn total touch touchscreen tough tour tourist " +
  "tournament towel tower town toy trace tracker tractor trade tradition traffic trail trailer train " +
  "trainee trainer transaction transfer transform translate translator transport trap travel tray " +
  "treadmill treasure treat treatment tree trend trial triangle trick trip trophy tropical trouble " +
  "trousers truck truckload true trunk trust truth try tube tuesday tune tunnel turkey turn tutor " +
  "tutorial twelve twenty twice twin twist two type typical tyre ugly umbrella uncle under understand " +
  "understood uniform union unique unit unite universe university unknown unless unlike until unusual up " +
  "upgrade upon upper upset urban urge urgent us usage use useful user usual utensil utility vacant " +
  "vaccination vaccine valley valuable value valve variety various vary vast vegetable vending venue verb " +
  "version very vessel vet veterinary via victim victory video view village vineyard vinyl violent violin " +
  "virtual virus visible vision visit visual vital vitamin voice volume volunteer voter wage wait waiter " +
  "wake walk wall wallet want war ward wardrobe warehouse warm warn warranty was wash waste watch " +
  "watchlist water waterfall wave way we weak wealth weapon wear weather web webinar website wedding " +
  "wednesday week weekend weigh weight welcome well went were west wet whale what whatever wheat wheel " +
  "wheelchair when whenever where whereas wherever whether which whichever while whisper white who " +
  "whoever whole wholesaler whom whose why wide wife wild will win wind window wine wing winner winter " +
  "wipe wire wise wish with within without witness woke wolf woman wonder wood wooden woodwork wool word " +
  "wore work worker workflow workload workplace world worn worry worse worst worth would wound wrap wreck " +
  "wrist wristband write writer written wrong wrote yard yeah year yellow yes yesterday yet yield yoga " +
  "you young your yours youth zebra zero zone zoo ";

const known: ReadonlySet<string> = new Set(baseForms.trim().split(" "));

const endings: readonly [ending: RegExp, replacements: readonly string[]][] = [
  [/ies$/, ["y"]],
  [/ied$/, ["y"]],
  [/(es|ed|er|est|ing)$/, ["", "e"]],
  [/([b-df-hj-np-tv-z])\1(ed|er|est|ing)$/, ["$1"]],
  [/(s|ly|ness|ment|ful|less|al|y|or|able)$/, [""]],
];

/** True for a word, in lower case, of the list or with a usual ending of one. */
export function isCommonWord(word: string): boolean {
  if (known.has(word)) return true;
  return endings.some(([ending, replacements]) =>
    replacements.some((replacement) => {
      const stem = word.replace(ending, replacement);
      return stem !== word && stem.length > 2 && known.has(stem);
    }),
  );
}
